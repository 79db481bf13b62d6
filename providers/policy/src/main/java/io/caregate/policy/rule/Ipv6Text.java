package io.caregate.policy.rule;

import java.util.regex.Pattern;

/** IPv6 addresses in the one form of RFC 5952, in brackets. */
final class Ipv6Text {
    private static final Pattern GROUP = Pattern.compile("0|[1-9a-f][0-9a-f]{0,3}");

    private Ipv6Text() {}

    /** Whether the bracketed host is written as in RFC 5952 section 4, so that every reader prints it the same. */
    static boolean isCanonical(String bracketed) {
        if (!bracketed.endsWith("]")) {
            return false;
        }
        String address = bracketed.substring(1, bracketed.length() - 1);
        int gap = address.indexOf("::");
        if (gap < 0) {
            String[] groups = address.split(":", -1);
            return groups.length == 8 && areGroups(groups) && longestZeroRun(groups) < 2;
        }
        if (address.indexOf("::", gap + 1) >= 0) {
            return false;
        }
        String[] before = groupsOf(address.substring(0, gap));
        String[] after = groupsOf(address.substring(gap + 2));
        int missing = 8 - before.length - after.length;
        boolean gapTouchesZero = (before.length > 0 && before[before.length - 1].equals("0"))
                || (after.length > 0 && after[0].equals("0"));
        return missing >= 2
                && areGroups(before)
                && areGroups(after)
                && !gapTouchesZero
                // The first of the longest runs is shortened.
                && longestZeroRun(before) < missing
                && longestZeroRun(after) <= missing;
    }

    private static String[] groupsOf(String part) {
        return part.isEmpty() ? new String[0] : part.split(":", -1);
    }

    private static boolean areGroups(String[] groups) {
        for (String group : groups) {
            if (!GROUP.matcher(group).matches()) {
                return false;
            }
        }
        return true;
    }

    private static int longestZeroRun(String[] groups) {
        int longest = 0;
        int run = 0;
        for (String group : groups) {
            run = group.equals("0") ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest;
    }
}
