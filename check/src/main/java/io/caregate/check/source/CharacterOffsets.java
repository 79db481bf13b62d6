package io.caregate.check.source;

/** The byte at which a UTF-8 character begins, by the number of characters before it. */
final class CharacterOffsets {

    private static final int STEP = 256;

    private final byte[] bytes;
    private final int[] steps;

    CharacterOffsets(byte[] bytes) {
        this.bytes = bytes;
        this.steps = new int[bytes.length / STEP + 1];
        int character = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (!FileText.isContinued(bytes[i])) {
                if (character % STEP == 0) {
                    steps[character / STEP] = i;
                }
                character++;
            }
        }
    }

    /** After the last character: the length. */
    int bytes(int character) {
        int offset = steps[character / STEP];
        for (int left = character % STEP; left > 0 && offset < bytes.length; left--) {
            do {
                offset++;
            } while (offset < bytes.length && FileText.isContinued(bytes[offset]));
        }
        return offset;
    }
}
