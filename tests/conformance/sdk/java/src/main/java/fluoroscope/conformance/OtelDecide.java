// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later
package fluoroscope.conformance;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.contrib.awsxray.AwsXrayRemoteSampler;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.time.Duration;

/**
 * Begins a span of OpenTelemetry every 50 ms under the X-Ray remote sampler, which asks the endpoint that is the argument, and prints
 * a line for each: "sampled ID" or "dropped". The spans are not exported.
 */
public final class OtelDecide {

    private OtelDecide() {
    }

    public static void main(String[] arguments) throws InterruptedException {
        Resource resource = Resource.getDefault();
        AwsXrayRemoteSampler sampler = AwsXrayRemoteSampler.newBuilder(resource)
            .setEndpoint(arguments[0])
            .setPollingInterval(Duration.ofSeconds(2)) // five minutes unless it is told otherwise
            .build();
        Tracer tracer = SdkTracerProvider.builder().setResource(resource).setSampler(sampler).build().get("decide");
        while (true) {
            Span span = tracer.spanBuilder("otel-decide").startSpan();
            System.out.println(span.getSpanContext().isSampled() ? "sampled " + span.getSpanContext().getTraceId() : "dropped");
            span.end();
            Thread.sleep(50);
        }
    }
}
