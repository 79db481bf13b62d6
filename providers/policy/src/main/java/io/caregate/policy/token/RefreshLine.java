package io.caregate.policy.token;

import org.jspecify.annotations.Nullable;

/**
 * What all nodes know of a line of refresh tokens while requests race for it: which token is used up, whether a refresh
 * is on its way, whether the line has ended. A line is named by the id of its first token.
 *
 * <p>Of requests with the same token the first that takes it goes on, whatever the others do meanwhile, and ends the
 * line once it is done if it finds that there were others. A token of the line that was used earlier ends the line at
 * once.
 *
 * <p>The client session is not deleted under a refresh that is on its way, so that none fails for a row that another
 * has deleted: the refresh deletes it, once it is done; where there is none, the request that has seen the reuse does.
 * A refresh says that it is on its way, or done, before it looks for a reuse, and a reuse is written down before it
 * looks for a refresh; so one of the two always sees the other.
 */
final class RefreshLine {
    private static final String PREFIX = "caregate.refresh.";
    private static final long USED_SECONDS = 60;
    private static final long BUSY_SECONDS = 60;
    private static final long ENDED_SECONDS = 24L * 60 * 60;

    /** What requests share about a line, on whatever nodes. */
    interface Store {

        /**
         * Puts a mark, which every node sees at once and no rollback takes back.
         *
         * @return false if it is there already
         */
        boolean mark(String key, long seconds);

        /** Whether a mark is there. */
        boolean isMarked(String key);

        /** Takes a mark away, at once as well. */
        void unmark(String key);

        /** The id of the token that comes next; null if none is known. */
        @Nullable
        String next();

        /**
         * Keeps the id of the token that comes next, for others at the commit of this request or before.
         *
         * @param seconds for how long it is needed at least
         */
        void setNext(@Nullable String tokenId, long seconds);

        /** Deletes the client session, and waits until it is gone. */
        void deleteSession();
    }

    /** How a token of the line is used. */
    enum Use {
        /** It is the newest, and this request has it. */
        NEWEST,
        /** Another token of the line has come after it. */
        OLD,
        /** Another request has it, or had it a moment ago. */
        CONCURRENT,
        /** The line has ended. */
        ENDED
    }

    private final String name;
    private final long endedSeconds;
    private final Store store;

    /**
     * A line.
     *
     * @param lives for how many seconds a token of the line can be used; an ended line is remembered at least as long
     */
    RefreshLine(String name, long lives, Store store) {
        this.name = name;
        this.endedSeconds = Math.max(ENDED_SECONDS, lives);
        this.store = store;
    }

    /**
     * Takes a token for this request and says that a refresh is on its way. A use other than {@link Use#NEWEST} has to
     * {@link #end end} the line; a refresh on its way has to {@link #finish} or to {@link #fail}.
     */
    Use use(String tokenId) {
        if (isOld(store.next(), tokenId)) {
            return Use.OLD;
        }
        if (!store.mark(used(tokenId), USED_SECONDS)) {
            return Use.CONCURRENT;
        }
        store.mark(busy(), BUSY_SECONDS);
        if (!store.isMarked(ended())) {
            return Use.NEWEST;
        }
        store.unmark(busy());
        return Use.ENDED;
    }

    private boolean isOld(@Nullable String next, String tokenId) {
        return !tokenId.equals(next == null ? name : next);
    }

    /**
     * Names the token that comes next.
     *
     * @return what came next before; null if nothing did
     */
    @Nullable
    String setNext(String tokenId, long seconds) {
        @Nullable String before = store.next();
        store.setNext(tokenId, seconds);
        return before;
    }

    /** Takes {@link #setNext} back after a rollback, unless another request has named a token since. */
    void takeBack(String tokenId, @Nullable String before, long seconds) {
        if (tokenId.equals(store.next())) {
            store.setNext(before, seconds);
        }
    }

    /** Ends the line after a refused use; one that another request has goes on to its end before. */
    void end(Use refused, String tokenId) {
        if (refused != Use.CONCURRENT) {
            end();
            return;
        }
        store.mark(again(tokenId), endedSeconds);
        if (store.isMarked(done(tokenId))) {
            end();
        }
    }

    private void end() {
        store.mark(ended(), endedSeconds);
        if (!store.isMarked(busy())) {
            store.deleteSession();
        }
    }

    /** Says that the refresh with this token has succeeded, and deletes the client session if the line has ended. */
    void finish(String tokenId) {
        store.mark(done(tokenId), USED_SECONDS);
        store.unmark(busy());
        if (store.isMarked(again(tokenId))) {
            end();
        } else if (store.isMarked(ended())) {
            store.deleteSession();
        }
    }

    /**
     * The same for a refresh that has failed, which is no use of its token: it is given back. That comes last, so that
     * this request does not say of the next one with the token that it is done.
     */
    void fail(String tokenId) {
        finish(tokenId);
        store.unmark(used(tokenId));
    }

    private static String used(String tokenId) {
        return PREFIX + tokenId;
    }

    private static String done(String tokenId) {
        return PREFIX + "done." + tokenId;
    }

    private static String again(String tokenId) {
        return PREFIX + "again." + tokenId;
    }

    private String busy() {
        return PREFIX + "busy." + name;
    }

    private String ended() {
        return PREFIX + "ended." + name;
    }
}
