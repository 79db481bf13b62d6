package io.caregate.it.driver;

import io.caregate.server.Stopwatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.TimeoutException;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A real browser, for pages that only JavaScript makes. A test is skipped if none is installed. */
public final class Chromium implements AutoCloseable {
    /**
     * Chromium ends its requests when an address of the machine comes or goes. Here that is another test's container,
     * and nothing of the page's.
     */
    private static final String NETWORK_CHANGED = "net::ERR_NETWORK_CHANGED";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Selenium's own half a second is most of the time that a page's test takes. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private final Path profile;
    private final ChromeDriver driver;

    private Chromium(Path profile, ChromeDriver driver) {
        this.profile = profile;
        this.driver = driver;
    }

    /** A separate browser, with an empty profile. */
    public static Chromium start() {
        return start("en-US");
    }

    /** The same, for a reader who has chosen this language. */
    public static Chromium start(String language) {
        try {
            Path profile = Files.createTempDirectory("caregate-chromium");
            var options = new ChromeOptions()
                    .setBinary(browser().orElseThrow().toFile())
                    .addArguments(
                            "--headless=new",
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync",
                            "--window-size=1280,900",
                            "--lang=" + language,
                            "--accept-lang=" + language,
                            "--user-data-dir=" + profile);
            // A proxy under test has made its own certificate.
            options.setAcceptInsecureCerts(true);
            var logs = new LoggingPreferences();
            logs.enable(LogType.BROWSER, Level.ALL);
            options.setCapability("goog:loggingPrefs", logs);
            options.setExperimentalOption(
                    "prefs",
                    Map.of(
                            "intl.accept_languages",
                            language,
                            "download.default_directory",
                            profile.resolve("downloads").toString()));
            var service = new ChromeDriverService.Builder()
                    .usingDriverExecutable(control().orElseThrow().toFile())
                    .usingAnyFreePort()
                    .build();
            var time = Stopwatch.start(Folders.server(), "browser start", "chromium");
            var driver = new ChromeDriver(service, options);
            time.stop();
            return new Chromium(profile, driver);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the browser and the program that controls it are on the path. */
    public static boolean isInstalled() {
        return browser().isPresent() && control().isPresent();
    }

    private static Optional<Path> browser() {
        return find("chromium", "google-chrome", "chrome");
    }

    private static Optional<Path> control() {
        return find("chromedriver");
    }

    private static Optional<Path> find(String... names) {
        return Stream.of(names)
                .flatMap(name -> Stream.of(
                                System.getenv().getOrDefault("PATH", "").split(":", -1))
                        .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    public void open(String url) {
        try {
            driver.get(url);
        } catch (WebDriverException failed) {
            if (!String.valueOf(failed.getMessage()).contains(NETWORK_CHANGED)) {
                throw failed;
            }
            driver.get(url);
        }
    }

    /** The result of a script in the open page. Its arguments are in {@code arguments}. */
    public @Nullable Object evaluate(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** The page's console messages since the last call: errors, and violations of its policy. */
    public List<String> errors() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .filter(message -> !message.contains(NETWORK_CHANGED))
                .toList();
    }

    /** The driver itself, for actions that only one test needs. */
    public ChromeDriver driver() {
        return driver;
    }

    /** The folder for this browser's downloads. */
    public Path downloads() {
        return profile.resolve("downloads");
    }

    /** Saves a screenshot as a PNG. */
    public void screenshot(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return String.valueOf(driver.getCurrentUrl());
    }

    /** Fills in Keycloak's login form, once it is shown. */
    public void login(String username, String password) {
        waitFor(By.id("username")).sendKeys(username);
        driver.findElement(By.id("password")).sendKeys(password);
        driver.findElement(By.id("kc-login")).click();
    }

    /** The element, once it is shown. */
    public WebElement waitFor(By element) {
        try {
            return waiting().until(ExpectedConditions.visibilityOfElementLocated(element));
        } catch (TimeoutException e) {
            throw new AssertionError(
                    element + " did not appear on " + url() + ", see " + screenshot() + "; console: "
                            + driver.manage().logs().get(LogType.BROWSER).getAll(),
                    e);
        }
    }

    /** For conditions that only one test needs. */
    public WebDriverWait waiting() {
        return new WebDriverWait(driver, PATIENCE, BETWEEN_LOOKS);
    }

    private Path screenshot() {
        try {
            byte[] png = driver.getScreenshotAs(OutputType.BYTES);
            return Files.write(Files.createTempFile(Path.of("target"), "page-", ".png"), png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        driver.quit();
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
