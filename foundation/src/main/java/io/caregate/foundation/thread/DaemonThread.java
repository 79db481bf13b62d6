package io.caregate.foundation.thread;

/** Threads that do not prevent the server from stopping. */
public final class DaemonThread {

    private DaemonThread() {}

    /** A thread with a name that an operator recognises in a dump; not started. */
    public static Thread of(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }
}
