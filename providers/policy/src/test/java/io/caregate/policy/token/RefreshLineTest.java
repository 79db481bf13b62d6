package io.caregate.policy.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.policy.token.RefreshLine.Use;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Walks every order in which requests could take their steps in the store that they share, and checks how each ends. A
 * step is one call of the store, or the end of a request's transaction.
 */
class RefreshLineTest {

    private static final String LINE = "t0";
    private static final long LIVES = 60;

    /** When others see the next token: at once on the same node, at the commit on another. */
    private enum Seen {
        AT_ONCE,
        AT_COMMIT
    }

    /**
     * A request with a refresh token.
     *
     * @param token the token that it presents
     * @param next the token that it gets
     * @param succeeds whether its transaction is committed
     * @param after the request whose answer precedes this one; -1 if it waits for none
     */
    private record Request(String token, String next, boolean succeeds, int after) {

        static Request refresh(String token, String next) {
            return new Request(token, next, true, -1);
        }

        Request failing() {
            return new Request(token, next, false, after);
        }

        Request after(int other) {
            return new Request(token, next, succeeds, other);
        }

        Use run(Store store) {
            RefreshLine line = new RefreshLine(LINE, LIVES, store);
            Use use = line.use(token);
            store.used(use);
            if (use != Use.NEWEST) {
                line.end(use, token);
                return use;
            }
            @Nullable String before = line.setNext(next, LIVES);
            store.complete(succeeds);
            if (succeeds) {
                line.finish(token);
            } else {
                line.fail(token);
                line.takeBack(next, before, LIVES);
            }
            return use;
        }
    }

    /**
     * The state that all requests share.
     *
     * @param next the next token, as others see it
     * @param uncommitted the same as the open transaction of a request sees it
     * @param deleted whether the client session is gone
     * @param torn whether it was deleted during a refresh
     */
    private record World(
            Set<String> marks,
            @Nullable String next,
            @Nullable String uncommitted,
            boolean deleted,
            boolean torn) {

        static final World FRESH = new World(Set.of(), null, null, false, false);

        World with(String mark) {
            Set<String> more = new TreeSet<>(marks);
            more.add(mark);
            return new World(more, next, uncommitted, deleted, torn);
        }

        World without(String mark) {
            Set<String> fewer = new TreeSet<>(marks);
            fewer.remove(mark);
            return new World(fewer, next, uncommitted, deleted, torn);
        }

        World withNext(@Nullable String token) {
            return new World(marks, token, uncommitted, deleted, torn);
        }

        World withUncommitted(@Nullable String token) {
            return new World(marks, next, token, deleted, torn);
        }

        World withoutSession(boolean underWay) {
            return new World(marks, next, uncommitted, true, torn || underWay);
        }

        boolean hasEnded() {
            return marks.contains("caregate.refresh.ended." + LINE);
        }

        /** A minute or more later: only marks that are kept for a day remain. */
        World later() {
            World later = this;
            for (String mark : marks) {
                later = mark.matches(".*\\.(ended|again)\\..*") ? later : later.without(mark);
            }
            return later;
        }
    }

    /**
     * The progress of all requests.
     *
     * @param answers the store's answers to each; with the same answers they do the same again
     * @param uses how each may use its token; null while it is not known
     * @param done how each has ended; null while it has not
     */
    private record State(
            World world,
            List<List<@Nullable Object>> answers,
            List<@Nullable Use> uses,
            List<@Nullable Use> done,
            Set<Integer> complete) {

        static State start(World world, int requests) {
            List<List<@Nullable Object>> none = Collections.nCopies(requests, List.of());
            List<@Nullable Use> unknown = Collections.nCopies(requests, null);
            return new State(world, none, unknown, unknown, Set.of());
        }

        boolean isUnderWay(int other) {
            return IntStream.range(0, uses.size())
                    .anyMatch(i -> i != other && uses.get(i) == Use.NEWEST && !complete.contains(i));
        }
    }

    /** The store as one request sees it, one step further than before. */
    private static final class Store implements RefreshLine.Store {
        private final int request;
        private final Seen seen;
        private final State before;
        private final List<@Nullable Object> answers;
        private World world;
        private int at;
        private @Nullable Use use;
        private boolean complete;

        Store(int request, Seen seen, State before) {
            this.request = request;
            this.seen = seen;
            this.before = before;
            this.answers = new ArrayList<>(before.answers().get(request));
            this.world = before.world();
        }

        /** The state after one more step of the request. */
        State advance(Request of) {
            @Nullable Use end = null;
            try {
                end = of.run(this);
            } catch (Paused notYet) {
                assertThat(answers).hasSize(before.answers().get(request).size() + 1);
            }
            Set<Integer> completed = new HashSet<>(before.complete());
            if (complete) {
                completed.add(request);
            }
            return new State(
                    world,
                    replaced(before.answers(), answers),
                    replaced(before.uses(), use),
                    replaced(before.done(), end),
                    completed);
        }

        private <T> List<T> replaced(List<T> all, T mine) {
            List<T> changed = new ArrayList<>(all);
            changed.set(request, mine);
            return changed;
        }

        void used(Use known) {
            use = known;
        }

        void complete(boolean succeeds) {
            step(() -> {
                if (seen == Seen.AT_COMMIT && succeeds) {
                    world = world.withNext(world.uncommitted());
                }
                world = world.withUncommitted(null);
                return null;
            });
            complete = true;
        }

        private @Nullable Object step(Supplier<@Nullable Object> action) {
            if (at == answers.size()) {
                if (at > before.answers().get(request).size()) {
                    throw new Paused();
                }
                answers.add(action.get());
            }
            return answers.get(at++);
        }

        @Override
        public boolean mark(String key, long seconds) {
            return Boolean.TRUE.equals(step(() -> {
                boolean first = !world.marks().contains(key);
                world = world.with(key);
                return first;
            }));
        }

        @Override
        public boolean isMarked(String key) {
            return Boolean.TRUE.equals(step(() -> world.marks().contains(key)));
        }

        @Override
        public void unmark(String key) {
            step(() -> {
                world = world.without(key);
                return null;
            });
        }

        @Override
        public @Nullable String next() {
            return (String) step(world::next);
        }

        @Override
        public void setNext(@Nullable String tokenId, long seconds) {
            step(() -> {
                world = seen == Seen.AT_ONCE || complete ? world.withNext(tokenId) : world.withUncommitted(tokenId);
                return null;
            });
        }

        @Override
        public void deleteSession() {
            step(() -> {
                world = world.withoutSession(before.isUnderWay(request));
                return null;
            });
        }
    }

    private static final class Paused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Paused() {
            super(null, null, false, false);
        }
    }

    /** Every way in which the requests could end, from a fresh line. */
    private static Set<State> ends(Seen seen, Request... requests) {
        return ends(World.FRESH, seen, requests);
    }

    private static Set<State> ends(World world, Seen seen, Request... requests) {
        Set<State> ends = new HashSet<>();
        walk(State.start(world, requests.length), seen, List.of(requests), new HashSet<>(), ends::add);
        assertThat(ends).isNotEmpty();
        return ends;
    }

    private static void walk(State state, Seen seen, List<Request> requests, Set<State> walked, Consumer<State> atEnd) {
        if (!walked.add(state)) {
            return;
        }
        boolean ended = true;
        for (int i = 0; i < requests.size(); i++) {
            int after = requests.get(i).after();
            if (state.done().get(i) == null && (after < 0 || state.done().get(after) != null)) {
                ended = false;
                walk(new Store(i, seen, state).advance(requests.get(i)), seen, requests, walked, atEnd);
            }
        }
        if (ended) {
            atEnd.accept(state);
        }
    }

    private static void assertEnded(State end) {
        assertThat(end.world().hasEnded()).as("%s", end).isTrue();
        assertThat(end.world().deleted()).as("%s", end).isTrue();
    }

    private static final List<Arguments> REUSES = Stream.of(Seen.values())
            .flatMap(seen -> Stream.of(
                    Arguments.of(seen, new Request[] {Request.refresh("t0", "t1"), Request.refresh("t0", "t2")}),
                    Arguments.of(seen, new Request[] {
                        Request.refresh("t0", "t1"), Request.refresh("t0", "t2"), Request.refresh("t0", "t3")
                    }),
                    // The request that received an answer continues.
                    Arguments.of(seen, new Request[] {
                        Request.refresh("t0", "t1"),
                        Request.refresh("t0", "t2"),
                        Request.refresh("t1", "t3").after(0)
                    }),
                    // The old token arrives while the newest is being refreshed.
                    Arguments.of(seen, new Request[] {
                        Request.refresh("t0", "t1"),
                        Request.refresh("t0", "t2").after(0),
                        Request.refresh("t1", "t3").after(0)
                    }),
                    Arguments.of(seen, new Request[] {
                        Request.refresh("t0", "t1"),
                        Request.refresh("t0", "t2").after(0),
                        Request.refresh("t0", "t3").after(0)
                    })))
            .toList();

    @ParameterizedTest
    @FieldSource("REUSES")
    void reuseWhenRequestsTakeTheirStepsInAnyOrderThenTheLineEnds(Seen seen, Request[] requests) {
        Set<State> ends = ends(seen, requests);

        assertThat(ends).allSatisfy(end -> {
            assertEnded(end);
            assertThat(IntStream.range(0, requests.length)
                            .filter(i -> end.done().get(i) == Use.NEWEST)
                            .mapToObj(i -> requests[i].token()))
                    .doesNotHaveDuplicates();
            // The client session is not deleted during a refresh.
            assertThat(end.world().torn()).isFalse();
        });
        // Every token presented afterwards is refused, even when the marks of a minute are gone.
        assertThat(ends.stream()
                        .flatMap(end -> Stream.of(end.world(), end.world().later()))
                        .distinct()
                        .flatMap(world -> Stream.of("t0", "t1", "t2", "t3")
                                .flatMap(token -> ends(world, seen, Request.refresh(token, "t9")).stream()))
                        .map(end -> end.done().get(0)))
                .doesNotContain(Use.NEWEST);
    }

    private static final List<Arguments> LONE = Stream.of(Seen.values())
            .flatMap(seen -> Stream.of(
                    Arguments.of(seen, new Request[] {Request.refresh("t0", "t1")}),
                    Arguments.of(
                            seen, new Request[] {Request.refresh("t0", "t1").failing()}),
                    Arguments.of(seen, new Request[] {
                        Request.refresh("t0", "t1"),
                        Request.refresh("t1", "t2").after(0),
                        Request.refresh("t2", "t3").after(1)
                    }),
                    Arguments.of(seen, new Request[] {
                        Request.refresh("t0", "t1").failing(),
                        Request.refresh("t0", "t2").after(0),
                        Request.refresh("t2", "t3").after(1)
                    }),
                    Arguments.of(seen, new Request[] {
                        Request.refresh("t0", "t1"),
                        Request.refresh("t1", "t2").failing().after(0),
                        Request.refresh("t1", "t3").after(1)
                    })))
            .toList();

    @ParameterizedTest
    @FieldSource("LONE")
    void refreshWhenAloneThenTheLineGoesOn(Seen seen, Request[] requests) {
        for (State end : ends(seen, requests)) {
            assertThat(end.done()).containsOnly(Use.NEWEST);
            assertThat(end.world().hasEnded()).isFalse();
            assertThat(end.world().deleted()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(Seen.class)
    void refreshWhenOthersFailThenTheLineEndsAsSoonAsOneIsRefused(Seen seen) {
        Request[] requests = {
            Request.refresh("t0", "t1").failing(), Request.refresh("t0", "t2"), Request.refresh("t0", "t3")
        };
        for (State end : ends(seen, requests)) {
            assertEnded(end);
            assertThat(end.world().torn()).as("%s", end).isFalse();
            assertThat(end.done().subList(1, 3)).as("%s", end).isNotEqualTo(List.of(Use.NEWEST, Use.NEWEST));
        }
    }

    @ParameterizedTest
    @EnumSource(Seen.class)
    void refreshWhenTwoFailThenOnlyARefusalEndsTheLine(Seen seen) {
        for (State end : ends(
                seen,
                Request.refresh("t0", "t1").failing(),
                Request.refresh("t0", "t2").failing())) {
            boolean refused = end.done().stream().anyMatch(use -> use != Use.NEWEST);
            assertThat(end.world().hasEnded()).as("%s", end).isEqualTo(refused);
            assertThat(end.world().deleted()).as("%s", end).isEqualTo(refused);
        }
    }

    /** Nodes with two versions of the pack share the store while one replaces the other. */
    @Test
    void marksWhenAnotherNodeReadsThemThenTheirNamesAreFixed() {
        State begun = State.start(World.FRESH, 1);
        for (int step = 0; step < 3; step++) {
            begun = new Store(0, Seen.AT_ONCE, begun).advance(Request.refresh("t0", "t1"));
        }
        assertThat(begun.world().marks()).containsExactlyInAnyOrder("caregate.refresh.t0", "caregate.refresh.busy.t0");
        assertThat(ends(Seen.AT_ONCE, Request.refresh("t0", "t1"), Request.refresh("t0", "t2")))
                .extracting(end -> end.world().marks())
                .contains(Set.of(
                        "caregate.refresh.t0",
                        "caregate.refresh.done.t0",
                        "caregate.refresh.again.t0",
                        "caregate.refresh.ended.t0"));
    }
}
