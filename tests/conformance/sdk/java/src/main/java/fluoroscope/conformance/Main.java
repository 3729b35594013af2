// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later
package fluoroscope.conformance;

import com.amazonaws.xray.AWSXRay;
import com.amazonaws.xray.AWSXRayRecorderBuilder;
import com.amazonaws.xray.entities.Namespace;
import com.amazonaws.xray.entities.Segment;
import com.amazonaws.xray.entities.Subsegment;
import com.amazonaws.xray.strategy.sampling.AllSamplingStrategy;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** The Java application of the conformance test: three traces by the X-Ray SDK, whose ids it prints as JSON. */
public final class Main {

    private Main() {
    }

    /** A request as people instrument it: nesting, annotations, metadata, calls that succeed, are refused and fail. */
    private static Segment order() {
        Segment segment = AWSXRay.beginSegment("java-orders");
        segment.setUser("ada");
        segment.putHttp("request", Map.of("method", "GET", "url", "http://orders.example.com/orders/7"));
        segment.putHttp("response", Map.of("status", 200));
        segment.putAnnotation("tier", "gold");
        segment.putAnnotation("items", 3);
        segment.putAnnotation("weight", 1.25);
        segment.putAnnotation("gift", false);
        segment.putMetadata("basket", List.of("A-1", "Ünï-2"));
        segment.putMetadata("workflow", "step", 2);
        AWSXRay.createSubsegment("load", load -> {
            load.putAnnotation("cached", true);
            AWSXRay.createSubsegment("parse", () -> {
                AWSXRay.createSubsegment("tokens", () -> { });
            });
            AWSXRay.createSubsegment("check", () -> { });
        });
        call("stock.internal", 200);
        call("prices.internal", 404);
        call("ledger.internal", 503);
        AWSXRay.endSegment();
        return segment;
    }

    /** A call to a service that is not instrumented, as the SDK's HTTP client records one. */
    private static void call(String host, int status) {
        Subsegment call = AWSXRay.beginSubsegment(host);
        call.setNamespace(Namespace.REMOTE.toString());
        call.putHttp("request", Map.of("method", "GET", "url", "http://" + host + "/7"));
        call.putHttp("response", Map.of("status", status, "content_length", -1));
        call.setError(status / 100 == 4);
        call.setFault(status / 100 == 5);
        AWSXRay.endSubsegment();
    }

    /** A request that dies of an exception with a cause, which passes two subsegments and the segment. */
    private static Segment failure() {
        Segment segment = AWSXRay.beginSegment("java-failure");
        try {
            AWSXRay.createSubsegment("charge", () -> {
                AWSXRay.createSubsegment("card", () -> {
                    throw new IllegalStateException("charge refused", new IllegalArgumentException("card expired"));
                });
            });
        } catch (IllegalStateException refused) {
            segment.addException(refused);
        }
        AWSXRay.endSegment();
        return segment;
    }

    /** A request with 130 subsegments: above the threshold of 100 the SDK sends finished ones on their own. */
    private static Segment batch() {
        Segment segment = AWSXRay.beginSegment("java-batch");
        for (int group = 0; group < 10; ++group) {
            AWSXRay.beginSubsegment("group-" + group);
            for (int item = 0; item < 12; ++item) {
                Subsegment inner = AWSXRay.beginSubsegment("item-" + group + "-" + item);
                inner.putAnnotation("item", item);
                AWSXRay.endSubsegment();
            }
            AWSXRay.endSubsegment();
        }
        AWSXRay.endSegment();
        return segment;
    }

    public static void main(String[] arguments) {
        // Samples everything and asks nobody, so that TCP 2000 is left alone.
        AWSXRay.setGlobalRecorder(AWSXRayRecorderBuilder.standard()
                .withSamplingStrategy(new AllSamplingStrategy())
                .build());
        StringJoiner traces = new StringJoiner(", ", "{\"runtime\": \"" + System.getProperty("java.vm.name") + "\", \"traces\": {", "}}");
        for (Segment segment : List.of(order(), failure(), batch())) {
            traces.add("\"" + segment.getName() + "\": \"" + segment.getTraceId() + "\"");
        }
        System.out.println(traces);
    }
}
