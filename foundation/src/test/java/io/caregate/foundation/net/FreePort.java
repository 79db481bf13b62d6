package io.caregate.foundation.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Random;

/**
 * A port of the loopback address for a program that a test starts, on which nothing listened a moment ago. It is below
 * the range of outgoing connections, one of which could otherwise take it before the program does.
 */
public final class FreePort {
    private static final Random RANDOM = new Random();

    private FreePort() {}

    public static int pick() {
        for (int tries = 0; tries < 500; tries++) {
            int port = RANDOM.nextInt(15_000, 32_000);
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (IOException taken) {
                continue;
            }
        }
        throw new IllegalStateException("no free port");
    }
}
