package io.caregate.audit.verify.cli;

import io.caregate.audit.verify.UnreadableException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** A properties file with options. It is read before the command line is, which may override it. */
final class ConfigFile {
    private ConfigFile() {}

    /** Gives the command its defaults from the file that {@code --config} names, if it does. */
    static void apply(CommandLine line, String... arguments) throws IOException, UnreadableException {
        CommandLine command =
                arguments.length == 0 ? null : line.getSubcommands().get(arguments[0]);
        Optional<Path> file = named(arguments);
        if (command == null || file.isEmpty() || command.getCommandSpec().findOption(FetchOptions.CONFIG) == null) {
            return;
        }
        Properties given = new Properties();
        try (Reader text = Files.newBufferedReader(file.get())) {
            given.load(text);
        } catch (IllegalArgumentException e) {
            throw new UnreadableException(FetchOptions.CONFIG + " " + file.get() + ": " + e.getMessage(), e);
        }
        for (String name : given.stringPropertyNames()) {
            if (command.getCommandSpec().findOption("--" + name) == null || FetchOptions.CONFIG.equals("--" + name)) {
                throw new UnreadableException(
                        FetchOptions.CONFIG + " " + file.get() + ": there is no option " + name + "; see --help");
            }
        }
        command.setDefaultValueProvider(argument -> argument instanceof OptionSpec option
                ? given.getProperty(option.longestName().substring(2), argument.defaultValue())
                : argument.defaultValue());
    }

    private static Optional<Path> named(String... arguments) {
        for (int i = 1; i < arguments.length; i++) {
            if (arguments[i].startsWith(FetchOptions.CONFIG + "=")) {
                return Optional.of(Path.of(arguments[i].substring(FetchOptions.CONFIG.length() + 1)));
            }
            if (arguments[i].equals(FetchOptions.CONFIG) && i + 1 < arguments.length) {
                return Optional.of(Path.of(arguments[i + 1]));
            }
        }
        return Optional.empty();
    }
}
