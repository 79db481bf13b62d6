package io.caregate.audit.syslog;

import io.caregate.audit.sink.ConfiguredSink;
import io.caregate.audit.sink.SinkFactory;
import io.caregate.audit.sink.SinkOptions;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** The sink {@value #ID}: RFC 5424 over TLS (RFC 5425), or over plain TCP with the same framing (RFC 6587). */
public final class SyslogSinkFactory extends SinkFactory {
    /** The id, which is part of the name of every option. */
    public static final String ID = "syslog";

    static final String HOST = "host";
    static final String PORT = "port";
    static final String TRANSPORT = "transport";
    static final String PLAIN_TCP = "allow-plain-tcp";
    static final String CERTIFICATE = "client-certificate-file";
    static final String KEY = "client-key-file";
    static final String FORMAT = "format";
    static final String FACILITY = "facility";
    static final String CONFIRM = "confirm";
    /** The names of its options, other than those that every sink has. */
    public static final List<String> NAMES =
            List.of(HOST, PORT, TRANSPORT, PLAIN_TCP, CERTIFICATE, KEY, FORMAT, FACILITY, CONFIRM);

    private static final int USUAL_BATCH = 1000;
    private static final int TLS_PORT = 6514;
    private static final int TCP_PORT = 601;
    private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "::1", "[::1]");

    public SyslogSinkFactory() {
        super(ID, NAMES);
    }

    @Override
    public ConfiguredSink read(SinkOptions options) {
        String host = options.required(HOST, "the receiver's name or address");
        boolean tls = options.oneOf(TRANSPORT, Transport.TLS) == Transport.TLS;
        boolean plainAllowed = options.flag(PLAIN_TCP, false);
        if (!tls && !LOOPBACK.contains(host) && !plainAllowed) {
            throw options.bad(
                    TRANSPORT,
                    "tls unless the host is this machine; " + PLAIN_TCP
                            + "=true lifts this, and anyone on the network can then read and change the log");
        }
        SSLContext context = tls ? tls(options) : null;
        int port = options.number(PORT, tls ? TLS_PORT : TCP_PORT, 1, 65535);
        SyslogReceiver receiver = new SyslogReceiver(host.replaceAll("[\\[\\]]", ""), port, context);
        SyslogFormat format = options.oneOf(FORMAT, SyslogFormat.JSON);
        SyslogFormat.Facility facility = options.oneOf(FACILITY, format.usualFacility());
        SyslogMessage message = new SyslogMessage(facility.code(), format);
        boolean confirm = options.flag(CONFIRM, true);
        return options.sink(
                USUAL_BATCH,
                "host=" + host + " port=" + port + " transport=" + (tls ? "tls" : "tcp") + " format=" + format,
                session -> new SyslogSink(receiver, message, confirm));
    }

    private static SSLContext tls(SinkOptions options) {
        String allowed = "a file with a certificate chain, or its PKCS#8 key, in PEM; both or none";
        Optional<String> certificate = options.file(CERTIFICATE, allowed);
        Optional<String> key = options.file(KEY, allowed);
        if (certificate.isPresent() != key.isPresent()) {
            throw options.bad(certificate.isPresent() ? KEY : CERTIFICATE, allowed);
        }
        try {
            return certificate.isPresent()
                    ? ClientTls.withCertificate(certificate.get(), key.orElseThrow())
                    : ClientTls.anonymous();
        } catch (GeneralSecurityException e) {
            throw options.bad(
                    certificate.isPresent() ? CERTIFICATE : TRANSPORT,
                    allowed + " (" + e.getClass().getSimpleName() + ": they do not make a TLS client)");
        }
    }

    private enum Transport {
        TLS,
        TCP
    }
}
