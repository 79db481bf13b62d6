package io.caregate.portal.key;

import io.caregate.foundation.thread.DaemonThread;
import io.caregate.portal.problem.FieldError;
import io.caregate.portal.problem.ProblemException;
import io.caregate.portal.problem.ProblemType;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Looks up the host of a JWKS URL once, before Keycloak ever fetches from it: every address of the name must be a
 * public one, at the usual port, unless the operator has named the host. A name may point elsewhere later, but an
 * attacker gains little: Keycloak speaks TLS to it, requires a certificate for that name, follows no redirect and shows
 * the answer to no one.
 *
 * <p>Look-ups run on separate threads, so that a slow name server delays no caller beyond the time limit. A user has
 * one at a time, so that nobody can keep all threads waiting for a name server that does not answer.
 */
public final class HostCheck implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(3);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final int MOST_THREADS = 16;

    /** The source of addresses. */
    interface Names {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    private final Names names;
    private final Set<String> internalHosts;
    private final Set<String> waiting = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor threads;

    /** A check by the server's own name service; the hosts are allowed whatever their addresses are. */
    public HostCheck(Set<String> internalHosts) {
        this(InetAddress::getAllByName, internalHosts);
    }

    HostCheck(Names names, Set<String> internalHosts) {
        this.names = names;
        this.internalHosts = Set.copyOf(internalHosts);
        this.threads = new ThreadPoolExecutor(
                0,
                MOST_THREADS,
                30,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                task -> DaemonThread.of("caregate-portal-names", task));
    }

    /**
     * If the keys come from an address, it must be a public one.
     *
     * @param at the location of the keys in the body, such as {@code keys/}, or nothing
     * @param user who asks
     * @throws ProblemException with the problem at its field, if it is not; or to try again later, if a look-up of this
     *     user goes on, or too many of all users
     */
    public void require(@Nullable ClientKeys keys, String at, String user) {
        String url = keys == null ? null : keys.jwksUrl();
        if (url != null) {
            error(url, user).ifPresent(code -> {
                throw ProblemException.of(ProblemType.INVALID_CLIENT, List.of(FieldError.of(at + "jwksUrl", code)));
            });
        }
    }

    /** The code of the problem with the host of a well-formed address, or empty. */
    Optional<String> error(String jwksUrl, String user) {
        URI address = URI.create(jwksUrl);
        String host = JwksAddress.host(address);
        if (internalHosts.contains(host)) {
            return Optional.empty();
        }
        if (!JwksAddress.hasUsualPort(address)) {
            return Optional.of("url-not-https");
        }
        try {
            InetAddress[] addresses = lookUp(host, user).get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            boolean all = addresses.length > 0 && Arrays.stream(addresses).allMatch(PublicAddress::is);
            return all ? Optional.empty() : Optional.of("url-not-public");
        } catch (ExecutionException | TimeoutException unknown) {
            return Optional.of("url-unknown-host");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Optional.of("url-unknown-host");
        }
    }

    private Future<InetAddress[]> lookUp(String host, String user) {
        if (!waiting.add(user)) {
            throw ProblemException.tooMany(PAUSE);
        }
        boolean begun = false;
        try {
            Future<InetAddress[]> found = threads.submit(() -> {
                try {
                    return names.addresses(host);
                } finally {
                    waiting.remove(user);
                }
            });
            begun = true;
            return found;
        } catch (RejectedExecutionException busy) {
            throw ProblemException.tooMany(PAUSE);
        } finally {
            if (!begun) {
                waiting.remove(user);
            }
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
