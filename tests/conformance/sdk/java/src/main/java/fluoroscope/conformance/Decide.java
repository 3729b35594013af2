// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later
package fluoroscope.conformance;

import com.amazonaws.xray.AWSXRay;
import com.amazonaws.xray.AWSXRayRecorderBuilder;
import com.amazonaws.xray.entities.Segment;
import com.amazonaws.xray.strategy.sampling.CentralizedSamplingStrategy;
import java.lang.reflect.Field;
import java.lang.reflect.Method;

/**
 * Makes a segment every 50 ms under the rules that TCP 2000 gives, and prints a line for each: "sampled ID" or "dropped". With the
 * argument "eager" it polls the rules every two seconds, where the SDK would every five minutes.
 */
public final class Decide {

    private static final int BETWEEN_POLLS = 40;

    private Decide() {
    }

    private static volatile boolean ended;

    public static void main(String[] arguments) throws InterruptedException, ReflectiveOperationException {
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> { // what was sent is printed before the end
            ended = true;
            try {
                main.join();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }));
        CentralizedSamplingStrategy strategy = new CentralizedSamplingStrategy();
        AWSXRay.setGlobalRecorder(AWSXRayRecorderBuilder.standard().withSamplingStrategy(strategy).build());
        Field poller = CentralizedSamplingStrategy.class.getDeclaredField("rulePoller");
        poller.setAccessible(true);
        Method poll = poller.getType().getDeclaredMethod("pollRule");
        poll.setAccessible(true);
        for (int turn = 1; !ended; ++turn) {
            Segment segment = AWSXRay.beginSegmentWithSampling("java-decide");
            boolean sampled = segment.isSampled();
            String id = segment.getTraceId().toString();
            AWSXRay.endSegment();
            System.out.println(sampled ? "sampled " + id : "dropped");
            if (arguments.length > 0 && turn % BETWEEN_POLLS == 0) {
                poll.invoke(poller.get(strategy));
            }
            Thread.sleep(50);
        }
    }
}
