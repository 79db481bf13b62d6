package io.caregate.policy.reportmode;

import io.caregate.policy.refusal.ReportOnlyViolation;
import java.util.Map;
import java.util.SortedMap;

/**
 * The violations that one node has seen since its last batch. The batch keeps its number when it is retried, so that it
 * is stored once even if the answer to a commit was lost.
 *
 * @param number 1 and up
 * @param violations how often each was seen
 * @param latest the last one of each, for the names in the log
 */
record ViolationBatch(
        long number,
        SortedMap<ViolationKey, ViolationCount> violations,
        Map<ViolationKey, ReportOnlyViolation> latest) {}
