package io.caregate.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Two different ports of the loopback address on which nothing listened a moment ago. They are below the range that
 * operating systems use for outgoing connections (RFC 6335 section 6, and Linux from 32768 on): an outgoing connection
 * could take such a port before the server does.
 */
public record FreePorts(int first, int second) {
    private static final int LEAST = 15_000;
    private static final int MOST = 32_000;
    private static final int TRIES = 1_000;

    /** Picks two. */
    public static FreePorts pick() {
        // The first is held while the second is picked, or they could be the same.
        try (var first = bound();
                var second = bound()) {
            return new FreePorts(first.getLocalPort(), second.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ServerSocket bound() throws IOException {
        IOException last = new IOException("no port");
        for (int i = 0; i < TRIES; i++) {
            try {
                return new ServerSocket(
                        ThreadLocalRandom.current().nextInt(LEAST, MOST), 1, InetAddress.getLoopbackAddress());
            } catch (BindException taken) {
                last = taken;
            }
        }
        throw last;
    }

    static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
