package io.caregate.check.report;

import io.caregate.check.client.Problem;
import io.caregate.check.client.Unknown;
import io.caregate.check.client.Weakness;
import java.util.List;

/**
 * The result of a run.
 *
 * @param files the files that were checked, as they were named
 * @param clients how many clients were checked
 * @param problems the refusals of the rules, in the order of files and lines
 * @param posture the settings that weaken the realms although no rule forbids them, in the order of files and lines
 * @param strict whether a setting that weakens a realm is treated as a problem
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

    /** Whether a server would refuse any of it, or a setting is weak and weak settings are problems. */
    public boolean isRefused() {
        return problems.stream().anyMatch(Problem::refused) || (strict && !posture.isEmpty());
    }

    /** The number of clients with problems. */
    long clientsWithProblems() {
        return problems.stream()
                .filter(problem -> problem.client() != null)
                .map(problem -> problem.place().file() + "\n" + problem.realm() + "\n" + problem.client())
                .distinct()
                .count();
    }
}
