package io.caregate.policy.token;

import org.jspecify.annotations.Nullable;

/**
 * The shared state of a line of refresh tokens while requests on all nodes race for it: which token is used up, whether
 * a refresh is in progress, whether the line has ended. The id of its first token names a line.
 *
 * <p>Among requests with the same token, the first that takes it continues, whatever the others do meanwhile. Once it
 * is done, it ends the line if it finds that there were others. A token of the line that was used earlier ends the line
 * at once.
 *
 * <p>The client session is not deleted during a refresh, so that none fails for a row that another has deleted: the
 * refresh deletes it, once it is done. If no refresh is in progress, the request that has seen the reuse deletes it. A
 * refresh records that it is in progress, or done, before it looks for a reuse, and a request records a reuse before it
 * looks for a refresh. So one of the two always sees the other.
 */
final class RefreshLine {
    private static final String PREFIX = "caregate.refresh.";
    private static final long USED_SECONDS = 60;
    private static final long BUSY_SECONDS = 60;
    private static final long ENDED_SECONDS = 24L * 60 * 60;

    /** The shared state of requests about a line, on all nodes. */
    interface Store {

        /**
         * Sets a mark, which every node sees at once and no rollback removes.
         *
         * @return false if it already exists
         */
        boolean mark(String key, long seconds);

        /** Whether a mark exists. */
        boolean isMarked(String key);

        /** Removes a mark, also at once. */
        void unmark(String key);

        /** The id of the next token; null if none is known. */
        @Nullable
        String next();

        /**
         * Stores the id of the next token, which others see at the commit of this request or earlier.
         *
         * @param seconds the minimum time for which it is needed
         */
        void setNext(@Nullable String tokenId, long seconds);

        /** Deletes the client session, and waits until it is gone. */
        void deleteSession();
    }

    /** The use of a token of the line. */
    enum Use {
        /** It is the newest, and this request has it. */
        NEWEST,
        /** A newer token of the line exists. */
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
     * @param lives the number of seconds for which a token of the line can be used; an ended line is remembered at
     *     least as long
     */
    RefreshLine(String name, long lives, Store store) {
        this.name = name;
        this.endedSeconds = Math.max(ENDED_SECONDS, lives);
        this.store = store;
    }

    /**
     * Takes a token for this request and records that a refresh is in progress. For a use other than
     * {@link Use#NEWEST}, the caller must {@link #end end} the line. A refresh in progress must {@link #finish} or
     * {@link #fail}.
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
     * Names the next token.
     *
     * @return the next token before; null if there was none
     */
    @Nullable
    String setNext(String tokenId, long seconds) {
        @Nullable String before = store.next();
        store.setNext(tokenId, seconds);
        return before;
    }

    /** Undoes {@link #setNext} after a rollback, unless another request has named a token since. */
    void takeBack(String tokenId, @Nullable String before, long seconds) {
        if (tokenId.equals(store.next())) {
            store.setNext(before, seconds);
        }
    }

    /** Ends the line after a refused use; if another request has the token, it finishes first. */
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

    /** Records that the refresh with this token has succeeded, and deletes the client session if the line has ended. */
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
     * The same for a refresh that has failed, which does not use up its token: it is given back. That comes last, so
     * that this request does not mark the next one with the token as done.
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
