package io.caregate.check.report;

import io.caregate.check.client.Problem;
import io.caregate.check.client.Unknown;
import io.caregate.check.client.Weakness;
import java.util.List;

/**
 * What a run has found.
 *
 * @param files the files that were checked, as they were named
 * @param clients how many clients were checked
 * @param problems what the rules refuse, in the order of files and lines
 * @param posture what weakens the realms although no rule forbids it, in the order of files and lines
 * @param strict whether what weakens a realm counts as a problem
 * @param unknown values that could not be checked
 * @param exempt the realms that were left out, because no rule holds there
 */
public record Result(
        List<String> files,
        int clients,
        List<Problem> problems,
        List<Weakness> posture,
        boolean strict,
        List<Unknown> unknown,
        List<String> exempt) {

    public Result {
        files = List.copyOf(files);
        problems = List.copyOf(problems);
        posture = List.copyOf(posture);
        unknown = List.copyOf(unknown);
        exempt = List.copyOf(exempt);
    }

    /** Whether a server would refuse any of it, or it is weak and must not be. */
    public boolean isRefused() {
        return problems.stream().anyMatch(Problem::refused) || (strict && !posture.isEmpty());
    }

    /** How many clients have problems. */
    long clientsWithProblems() {
        return problems.stream()
                .filter(problem -> problem.client() != null)
                .map(problem -> problem.place().file() + "\n" + problem.realm() + "\n" + problem.client())
                .distinct()
                .count();
    }
}
