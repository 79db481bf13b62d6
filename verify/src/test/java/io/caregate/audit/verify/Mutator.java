package io.caregate.audit.verify;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Changes a file at random: bytes, lines, members, types, encodings, and pieces of other files. */
final class Mutator {
    private static final Pattern VALUE = Pattern.compile("(?<=:)(\"(?:[^\"\\\\]|\\\\.)*\"|[0-9]+|null|\\[[^\\]]*\\])");
    private static final Pattern MEMBER = Pattern.compile("\"(?:[a-zA-Z]+)\":(\"(?:[^\"\\\\]|\\\\.)*\"|[0-9]+|null)");
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "{}",
            "[]",
            "0",
            "-1",
            "1.0",
            "1e0",
            "12",
            "9007199254740993",
            "\"\"",
            "\"{}\"",
            "[1]",
            "NaN");
    private static final List<String> PIECES = List.of(
            "\\u0000", "\\ud800", "\\u0061", "\\/", "\uFEFF", "\u2028", "\u00fc", "\t", "\r", " ", "\n", "\n\n", "//",
            ",", "{", "}", "\"", "\\", "\u2014 ", "=", "A");

    private final Random random;
    private final List<byte[]> others;
    private String last = "";

    Mutator(Random random, List<byte[]> others) {
        this.random = random;
        this.others = others;
    }

    /** The last change. */
    String last() {
        return last;
    }

    byte[] change(byte[] file) {
        int kind = random.nextInt(16);
        last = "of kind " + kind;
        return switch (kind) {
            case 0, 1 -> flip(file);
            case 2 -> replaceByte(file);
            case 3 -> cut(file);
            case 4 -> repeat(file);
            case 5 -> bytes(insert(text(file)));
            case 6 -> bytes(swapLines(text(file)));
            case 7 -> bytes(dropLine(text(file)));
            case 8 -> bytes(doubleLine(text(file)));
            case 9 -> bytes(otherLine(text(file)));
            case 10, 11 -> bytes(otherValue(text(file)));
            case 12 -> bytes(dropMember(text(file)));
            case 13 -> bytes(doubleMember(text(file)));
            case 14 -> bytes(swapValues(text(file)));
            default -> encode(file);
        };
    }

    private byte[] flip(byte[] file) {
        byte[] changed = file.clone();
        changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
        return changed;
    }

    private byte[] replaceByte(byte[] file) {
        byte[] changed = file.clone();
        changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
        return changed;
    }

    private byte[] cut(byte[] file) {
        int from = random.nextInt(file.length);
        int to = Math.min(file.length, from + 1 + random.nextInt(random.nextBoolean() ? 4 : file.length));
        byte[] changed = Arrays.copyOf(file, file.length - (to - from));
        System.arraycopy(file, to, changed, from, file.length - to);
        return changed;
    }

    private byte[] repeat(byte[] file) {
        int from = random.nextInt(file.length);
        int length = Math.min(file.length - from, 1 + random.nextInt(8));
        byte[] changed = Arrays.copyOf(file, file.length + length);
        System.arraycopy(file, from, changed, from + length, file.length - from);
        return changed;
    }

    private String insert(String text) {
        int at = random.nextInt(text.length());
        return text.substring(0, at) + any(PIECES) + text.substring(at);
    }

    private String swapLines(String text) {
        List<String> lines = lines(text);
        Collections.swap(lines, random.nextInt(lines.size()), random.nextInt(lines.size()));
        return String.join("", lines);
    }

    private String dropLine(String text) {
        List<String> lines = lines(text);
        lines.remove(random.nextInt(lines.size()));
        return String.join("", lines);
    }

    private String doubleLine(String text) {
        List<String> lines = lines(text);
        lines.add(random.nextInt(lines.size() + 1), any(lines));
        return String.join("", lines);
    }

    private String otherLine(String text) {
        List<String> lines = lines(text);
        String other = any(lines(text(any(others))));
        if (random.nextBoolean()) {
            lines.set(random.nextInt(lines.size()), other);
        } else {
            lines.add(random.nextInt(lines.size() + 1), other);
        }
        return String.join("", lines);
    }

    private String otherValue(String text) {
        return replaced(text, VALUE, any(VALUES));
    }

    private String dropMember(String text) {
        String dropped = replaced(text, MEMBER, "");
        return random.nextBoolean()
                ? dropped.replace(",,", ",")
                : dropped.replace("{,", "{").replace(",}", "}").replace(",,", ",");
    }

    private String doubleMember(String text) {
        List<MatchResult> members = MEMBER.matcher(text).results().toList();
        if (members.isEmpty()) {
            return insert(text);
        }
        MatchResult member = any(members);
        String other = random.nextBoolean() ? member.group() : any(members).group();
        return text.substring(0, member.start()) + other + "," + text.substring(member.start());
    }

    private String swapValues(String text) {
        List<MatchResult> values = VALUE.matcher(text).results().toList();
        if (values.isEmpty()) {
            return insert(text);
        }
        return replaced(text, VALUE, any(values).group());
    }

    private String replaced(String text, Pattern pattern, String with) {
        List<MatchResult> found = pattern.matcher(text).results().toList();
        if (found.isEmpty()) {
            return insert(text);
        }
        MatchResult one = any(found);
        return text.substring(0, one.start()) + with + text.substring(one.end());
    }

    private byte[] encode(byte[] file) {
        return switch (random.nextInt(4)) {
            case 0 -> text(file).getBytes(StandardCharsets.UTF_16);
            case 1 -> bytes("\uFEFF" + text(file));
            case 2 -> overlong(file);
            default -> text(file).replaceFirst("e", "\\\\u0065").getBytes(StandardCharsets.UTF_8);
        };
    }

    private byte[] overlong(byte[] file) {
        int at = random.nextInt(file.length);
        byte[] changed = Arrays.copyOf(file, file.length + 1);
        System.arraycopy(file, at, changed, at + 1, file.length - at);
        changed[at] = (byte) (0xC0 | (file[at] & 0x40) >> 6);
        changed[at + 1] = (byte) (0x80 | file[at] & 0x3F);
        return changed;
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        text.lines().forEach(line -> lines.add(line + "\n"));
        return lines;
    }

    private static String text(byte[] file) {
        return new String(file, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
