package io.caregate.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A mail server (RFC 5321) on the loopback address that takes whatever comes, for the links in Keycloak's mails. */
public final class MailBox implements AutoCloseable {
    private static final Pattern LINK =
            Pattern.compile("https?://[^\\s<>\"]+/(?:login-actions|registrations|protocol)[^\\s<>\"]*");
    private static final int PATIENCE_SECONDS = 30;

    private final ServerSocket server;
    private final BlockingQueue<String> mails = new LinkedBlockingQueue<>();

    public MailBox() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "mail-box");
        thread.setDaemon(true);
        thread.start();
    }

    /** A realm's setting {@code smtpServer} for it. */
    public Map<String, String> settings() {
        return Map.of(
                "host", "127.0.0.1", "port", Integer.toString(server.getLocalPort()), "from", "login@example.org");
    }

    /** The first link to Keycloak in the next mail. */
    public URI nextLink() throws InterruptedException {
        String mail = mails.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (mail == null) {
            throw new AssertionError("No mail came");
        }
        Matcher link = LINK.matcher(decoded(mail).replace("&amp;", "&"));
        if (!link.find()) {
            throw new AssertionError("No link in " + mail);
        }
        return URI.create(link.group());
    }

    // Quoted-printable (RFC 2045 section 6.7), as far as links need it.
    private static String decoded(String mail) {
        return mail.replace("=\r\n", "").replace("=3D", "=").replace("=26", "&").replace("&#61;", "=");
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                converse(socket);
            } catch (IOException gone) {
                // The next one.
            }
        }
    }

    private void converse(Socket socket) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        OutputStream out = socket.getOutputStream();
        say(out, "220 mail-box");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.equalsIgnoreCase("DATA")) {
                say(out, "354 go on");
                mails.add(content(in));
                say(out, "250 taken");
            } else if (line.equalsIgnoreCase("QUIT")) {
                say(out, "221 bye");
                return;
            } else {
                say(out, "250 ok");
            }
        }
    }

    private static String content(BufferedReader in) throws IOException {
        StringBuilder mail = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
            mail.append(line).append("\r\n");
        }
        return mail.toString();
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
