package io.caregate.check.report;

/** The colours of a terminal (ECMA-48), or none. */
record Colours(boolean on) {

    private static final String PLAIN = "\u001b[0m";

    String red(String text) {
        return in("\u001b[31m", text);
    }

    String green(String text) {
        return in("\u001b[32m", text);
    }

    String yellow(String text) {
        return in("\u001b[33m", text);
    }

    String cyan(String text) {
        return in("\u001b[36m", text);
    }

    String bold(String text) {
        return in("\u001b[1m", text);
    }

    private String in(String colour, String text) {
        return on ? colour + text + PLAIN : text;
    }
}
