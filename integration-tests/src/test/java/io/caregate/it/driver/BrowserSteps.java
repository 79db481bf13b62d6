package io.caregate.it.driver;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.ExpectedConditions;

/**
 * The actions of a person in a browser, in the words of a page:
 *
 * <pre>
 * Use a new browser in de-DE          one without any sign-in; without it, the first step opens one in English
 * Open ADDRESS
 * Sign in as NAME with PASSWORD       at Keycloak's login page
 * Press TEXT                          a button, link or choice with this text
 * Type TEXT into LABEL                in place of what is there
 * See TEXT                            somewhere on the page, once it is there
 * Keep NAME as VARIABLE               a value that the page shows; `parameter NAME`: of the address that it has come to
 * Save TEXT as FILE                   the file behind a button
 * Save the sample TEXT as FILE        the sample in this language
 * </pre>
 */
public final class BrowserSteps implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Map<Pattern, BiConsumer<Matcher, Path>> steps = new LinkedHashMap<>();
    private final Path folder;
    private @Nullable Chromium chromium;

    public BrowserSteps(Path folder) {
        this.folder = folder;
        on("Use a new browser in ([a-zA-Z-]+)", (step, state) -> fresh(step.group(1)));
        on("Open (\\S+)", (step, state) -> browser().open(step.group(1)));
        on("Sign in as (\\S+) with (\\S+)", (step, state) -> browser().login(step.group(1), step.group(2)));
        on("Press (.+)", (step, state) -> press(step.group(1)));
        on("Type (.+) into (.+)", (step, state) -> type(step.group(1), step.group(2)));
        on("See (.+)", (step, state) -> see(step.group(1)));
        on("Keep parameter (\\w+) as ([A-Z_]+)", (step, state) -> keep(state, step.group(2), parameter(step.group(1))));
        on("Keep (.+) as ([A-Z_]+)", (step, state) -> keep(state, step.group(2), shown(step.group(1))));
        on("Save the sample (.+) as (\\S+)", (step, state) -> saveSample(step.group(1), step.group(2)));
        on("Save (.+) as (\\S+)", (step, state) -> save(step.group(1), step.group(2)));
    }

    private void on(String form, BiConsumer<Matcher, Path> action) {
        steps.put(Pattern.compile(form, Pattern.DOTALL), action);
    }

    /** Does one step. Values that it keeps are added to the shell's variables. */
    public void step(String text, Path state) {
        for (var known : steps.entrySet()) {
            Matcher step = known.getKey().matcher(text);
            if (step.matches()) {
                known.getValue().accept(step, state);
                return;
            }
        }
        throw new AssertionError("Nobody knows how to: " + text);
    }

    private Chromium browser() {
        return chromium == null ? fresh("en-US") : chromium;
    }

    private Chromium fresh(String language) {
        close();
        Chromium started = Chromium.start(language);
        chromium = started;
        return started;
    }

    /** If a dialog is open, only within it. The dialog is gone when this returns. */
    private void press(String text) {
        String exact = literal(text);
        List<WebElement> dialogs = browser().driver().findElements(By.cssSelector("[role=dialog]"));
        String inside = dialogs.isEmpty() ? "" : "//*[@role='dialog']";
        browser()
                .waitFor(By.xpath(Stream.of(
                                "//button[normalize-space()=" + exact + " or @aria-label=" + exact + "]",
                                "//a[normalize-space()=" + exact + "]",
                                "//label[descendant-or-self::*[normalize-space(text())=" + exact + "]]",
                                "//input[(@type='submit' or @type='button') and @value=" + exact + "]")
                        .map(path -> inside + path)
                        .collect(Collectors.joining(" | "))))
                .click();
        if (!dialogs.isEmpty()) {
            browser().waiting().until(ExpectedConditions.stalenessOf(dialogs.get(0)));
        }
    }

    private void type(String text, String label) {
        String exact = literal(label);
        WebElement field = browser()
                .waitFor(By.xpath("//*[@id=//label[descendant-or-self::*[normalize-space(text())=" + exact
                        + "]]/@for] | //*[(self::input or self::textarea) and @aria-label=" + exact + "]"));
        field.sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
        field.sendKeys(text);
    }

    private void see(String text) {
        try {
            await().atMost(PATIENCE).until(() -> visible().contains(text));
        } catch (ConditionTimeoutException never) {
            throw new AssertionError(browser().url() + " shows:\n" + visible(), never);
        }
    }

    private String visible() {
        try {
            return browser().driver().findElement(By.tagName("body")).getText();
        } catch (WebDriverException changing) {
            return "";
        }
    }

    private String shown(String name) {
        return browser().waitFor(By.id(name.replace(' ', '-'))).getText();
    }

    /** Also for an address that does not answer: the code for the app is what matters. */
    private String parameter(String name) {
        Pattern parameter = Pattern.compile("[?&#]" + Pattern.quote(name) + "=([^&#]+)");
        return await("the parameter " + name)
                .atMost(PATIENCE)
                .until(
                        () -> {
                            Matcher found = parameter.matcher(browser().url());
                            return found.find() ? found.group(1) : "";
                        },
                        value -> !value.isEmpty());
    }

    private static void keep(Path state, String variable, String value) {
        try {
            Files.writeString(
                    state,
                    "export " + variable + "='" + value.replace("'", "'\\''") + "'\n",
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void saveSample(String language, String file) {
        press(language);
        String sample = browser()
                .waitFor(By.xpath("//pre[contains(@aria-label," + literal(language) + ")]"))
                .getText();
        try {
            Files.writeString(folder.resolve(file), sample + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void save(String text, String file) {
        Path downloads = browser().downloads();
        press(text);
        Path saved = await("a download").atMost(PATIENCE).until(() -> newest(downloads), path -> path != downloads);
        try {
            Files.move(saved, folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The only finished download, or the folder itself while there is none. */
    private static Path newest(Path downloads) throws IOException {
        if (!Files.isDirectory(downloads)) {
            return downloads;
        }
        try (Stream<Path> files = Files.list(downloads)) {
            return files.filter(file -> !file.toString().endsWith(".crdownload"))
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .findFirst()
                    .orElse(downloads);
        }
    }

    private static String literal(String text) {
        return text.contains("'") ? "\"" + text + "\"" : "'" + text + "'";
    }

    @Override
    public void close() {
        if (chromium != null) {
            chromium.close();
            chromium = null;
        }
    }
}
