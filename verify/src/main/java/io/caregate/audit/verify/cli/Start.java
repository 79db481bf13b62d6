package io.caregate.audit.verify.cli;

/**
 * Starts the program. It needs no other class, so that it can say that one is missing. Java itself would end with exit
 * code 1 and a stack trace after an error, and 1 means that the log was tampered with.
 */
public final class Start {
    static final int UNREADABLE = 2;

    private Start() {}

    /** Runs a command and ends with its exit code. */
    @SuppressWarnings("SystemOut")
    public static void main(String... arguments) {
        int code = UNREADABLE;
        try {
            code = Main.start(arguments);
        } catch (Throwable failure) {
            System.err.println("caregate-audit-verify: " + why(failure));
        } finally {
            System.exit(code);
        }
    }

    /** Why a failed program can say nothing, and what to do. */
    static String why(Throwable failure) {
        String name = failure.getClass().getSimpleName();
        if (failure instanceof OutOfMemoryError) {
            return "nothing can be said, Java has not enough memory (" + failure.getMessage()
                    + "): give it more, for example java -Xmx1g -jar caregate-audit-verify.jar";
        }
        if (failure instanceof StackOverflowError) {
            return "nothing can be said, Java has not enough memory (" + name
                    + "): give it more, for example java -Xss16m -jar caregate-audit-verify.jar";
        }
        if (failure instanceof LinkageError) {
            return "nothing can be said, a part of the program is missing or not the one it was built with (" + name
                    + ": " + failure.getMessage() + "): download caregate-audit-verify.jar again, and run it alone";
        }
        return "nothing can be said, the program has failed (" + name
                + "): run it again, and report it if it fails again";
    }
}
