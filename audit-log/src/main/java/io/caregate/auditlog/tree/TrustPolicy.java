package io.caregate.auditlog.tree;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Who has to cosign a checkpoint before it counts as witnessed, as a policy file says (C2SP {@code tlog-policy}):
 * witnesses, groups of them, and a quorum. Immutable.
 */
public final class TrustPolicy {
    private static final String NONE = "none";
    private static final Pattern CONTROLS = Pattern.compile("[\\x00-\\x08\\x0B-\\x1F\\x7F]");
    private static final int MOST_LINES = 1000;

    private final Map<String, NoteVerifier> logs = new LinkedHashMap<>();
    private final Map<String, Witness> witnesses = new LinkedHashMap<>();
    private final Map<String, Group> groups = new LinkedHashMap<>();
    private final Set<String> members = new HashSet<>();
    private String quorum = "";

    private TrustPolicy() {}

    /** The policy in this text. Throws {@link IllegalArgumentException}, with the line, if it is not one. */
    public static TrustPolicy parse(String text) {
        if (CONTROLS.matcher(text).find()) {
            throw new IllegalArgumentException("the only control characters in a policy are tabs and line feeds");
        }
        TrustPolicy policy = new TrustPolicy();
        String[] lines = text.split("\n", -1);
        if (lines.length > MOST_LINES) {
            throw new IllegalArgumentException("a policy of more than " + MOST_LINES + " lines");
        }
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].replaceAll("^[ \\t]+|[ \\t]+$", "");
            if (!line.isEmpty() && !line.startsWith("#")) {
                try {
                    policy.add(line.split("[ \\t]+"));
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException("line " + (i + 1) + ": " + e.getMessage(), e);
                }
            }
        }
        if (policy.quorum.isEmpty()) {
            throw new IllegalArgumentException("a policy has one line `quorum NAME`");
        }
        return policy;
    }

    /** The keys of the logs that the policy accepts, by their origin and id. */
    public List<NoteVerifier> logs() {
        return List.copyOf(logs.values());
    }

    /** The witnesses, in the order of the file. */
    public List<Witness> witnesses() {
        return List.copyOf(witnesses.values());
    }

    /** Whether a checkpoint that the witnesses with these names have cosigned is witnessed. */
    public boolean isReached(Set<String> cosigned) {
        return quorum.equals(NONE) || holds(quorum, cosigned);
    }

    private boolean holds(String name, Set<String> cosigned) {
        Group group = groups.get(name);
        return group == null
                ? cosigned.contains(name)
                : group.members().stream()
                                .filter(member -> holds(member, cosigned))
                                .count()
                        >= group.least();
    }

    private void add(String... words) {
        switch (words[0]) {
            case "log" -> addLog(words);
            case "witness" -> addWitness(words);
            case "group" -> addGroup(words);
            case "quorum" -> setQuorum(words);
            default -> throw new IllegalArgumentException("begins with none of log, witness, group, quorum");
        }
    }

    private void addLog(String... words) {
        require(words.length == 2 || words.length == 3, "a log is `log VKEY [URL]`");
        NoteVerifier key = NoteVerifier.parse(words[1]);
        require(logs.values().stream().noneMatch(key::isSameKey), "another log has the same key");
        logs.put(key.toString(), key);
    }

    private void addWitness(String... words) {
        require(words.length == 3 || words.length == 4, "a witness is `witness NAME VKEY [URL]`");
        WitnessKey key = WitnessKey.parse(words[2]);
        require(
                witnesses.values().stream().noneMatch(other -> other.key().isSameKey(key)),
                "another witness has the same key");
        define(words[1]);
        witnesses.put(
                words[1], new Witness(words[1], key, words.length == 4 ? Optional.of(words[3]) : Optional.empty()));
    }

    private void addGroup(String... words) {
        require(words.length >= 4, "a group is `group NAME all|any|NUMBER MEMBER...`");
        List<String> names = List.of(words).subList(3, words.length);
        for (String name : names) {
            require(isDefined(name), name + " is not defined on a line before");
            require(members.add(name), name + " is already a member of a group");
        }
        long least =
                switch (words[2]) {
                    case "all" -> names.size();
                    case "any" -> 1;
                    default -> Decimal.parse(words[2]);
                };
        require(least >= 1 && least <= names.size(), "a number from 1 to that of the members is needed");
        define(words[1]);
        groups.put(words[1], new Group(least, names));
    }

    private void setQuorum(String... words) {
        require(words.length == 2, "a quorum is `quorum NAME`");
        require(quorum.isEmpty(), "there is a second quorum");
        require(words[1].equals(NONE) || isDefined(words[1]), words[1] + " is not defined on a line before");
        quorum = words[1];
    }

    private void define(String name) {
        require(!name.equals(NONE) && !isDefined(name), name + " is already defined");
    }

    private boolean isDefined(String name) {
        return witnesses.containsKey(name) || groups.containsKey(name);
    }

    private static void require(boolean holds, String why) {
        if (!holds) {
            throw new IllegalArgumentException(why);
        }
    }

    /**
     * A witness of the policy.
     *
     * @param name its name within the policy
     * @param url its submission prefix, to which {@link AddCheckpoint#PATH} is appended
     */
    public record Witness(String name, WitnessKey key, Optional<String> url) {}

    private record Group(long least, List<String> members) {}
}
