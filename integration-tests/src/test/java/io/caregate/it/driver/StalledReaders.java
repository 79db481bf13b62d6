package io.caregate.it.driver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Connections that request a document, read the beginning of the answer, and then nothing more. */
public final class StalledReaders implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;
    /** The least that an operating system buffers for a reader that does not read. */
    private static final int BUFFER = 4_096;

    private final List<Socket> sockets = new ArrayList<>();
    private final URI address;
    private final Supplier<String> token;

    /** Readers of the document at an address, each with the bearer token of the moment. */
    public StalledReaders(URI address, Supplier<String> token) {
        this.address = address;
        this.token = token;
    }

    /** The status of one more reader; 0 if there is no answer in time. */
    public int open() {
        try {
            Socket socket = new Socket();
            sockets.add(socket);
            socket.setReceiveBufferSize(BUFFER);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(new InetSocketAddress(address.getHost(), address.getPort()));
            socket.getOutputStream().write(request().getBytes(StandardCharsets.US_ASCII));
            byte[] line = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
            return Integer.parseInt(new String(line, StandardCharsets.US_ASCII).substring("HTTP/1.1 ".length()));
        } catch (SocketTimeoutException none) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String request() {
        return "GET " + address.getRawPath() + " HTTP/1.1\r\nHost: " + address.getAuthority()
                + "\r\nAuthorization: Bearer " + token.get() + "\r\n\r\n";
    }

    @Override
    public void close() {
        leave();
    }

    /** Closes all of them. */
    public void leave() {
        for (Socket socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        sockets.clear();
    }
}
