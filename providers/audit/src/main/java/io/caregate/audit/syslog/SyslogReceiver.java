package io.caregate.audit.syslog;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * The receiver's address, and the way to connect to it.
 *
 * @param tls null for plain TCP
 */
record SyslogReceiver(String host, int port, @Nullable SSLContext tls) {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration HANDSHAKE = Duration.ofSeconds(5);

    /** The bare connection. It belongs to a channel, so that an interrupt ends any wait for it. */
    Socket connect() throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.socket().connect(new InetSocketAddress(host, port), (int) CONNECT.toMillis());
            channel.socket().setSoTimeout((int) HANDSHAKE.toMillis());
            return channel.socket();
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * The connection to write to: with TLS 1.2 or 1.3 and a certificate for exactly this name (RFC 5425, section 5).
     */
    Socket secure(Socket wire) throws IOException {
        if (tls == null) {
            return wire;
        }
        SSLSocket secured = (SSLSocket) tls.getSocketFactory().createSocket(wire, host, port, true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }
}
