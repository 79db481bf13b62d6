package io.caregate.it.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The output of PostgreSQL with {@code log_statement=all}, as transactions. */
final class StatementLog {
    private static final Pattern LINE = Pattern.compile("\\[(\\d+)\\] LOG:  (?:execute [^:]*|statement): (.*)");

    private StatementLog() {}

    /** The statements of each committed transaction, one transaction a text. */
    static List<String> transactions(Path log) throws IOException {
        List<String> committed = new ArrayList<>();
        Map<String, StringBuilder> open = new LinkedHashMap<>();
        for (String line : Files.readAllLines(log)) {
            Matcher statement = LINE.matcher(line);
            if (statement.find()) {
                String process = statement.group(1);
                String text = statement.group(2);
                StringBuilder transaction = open.computeIfAbsent(process, key -> new StringBuilder());
                if (text.startsWith("BEGIN")) {
                    transaction.setLength(0);
                }
                transaction
                        .append(text.toUpperCase(Locale.ROOT).replace("SYNCHRONOUS_COMMIT", "synchronous_commit"))
                        .append('\n');
                if (text.startsWith("COMMIT")) {
                    committed.add(transaction.toString());
                    transaction.setLength(0);
                }
            }
        }
        return committed;
    }
}
