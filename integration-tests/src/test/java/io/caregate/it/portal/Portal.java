package io.caregate.it.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caregate.it.driver.Chromium;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;

/** The portal in a user's browser. Closing it fails if the browser reported any error. */
final class Portal implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** Pictures should not accustom readers to visible secrets. */
    private static final String BLUR_SECRETS = """
            for (const element of document.querySelectorAll('#client-secret, #api-token, main pre')) {
              if (element.id || element.textContent.includes('Bearer ey')) {
                element.style.filter = 'blur(5px)';
              }
            }
            """;

    private static final Duration SETTLED = Duration.ofSeconds(5);

    /** What does not fit the width of the window, a line each. */
    private static final String MISFITS = """
            const faults = [];
            const width = document.documentElement.clientWidth;
            const shown = element => element.checkVisibility()
                && !element.closest('.pf-v5-screen-reader, .pf-v5-c-skip-to-content');
            const scrolls = element => ['auto', 'scroll'].includes(getComputedStyle(element).overflowX);
            const inScroller = element => {
              for (let at = element; at && at !== document.body; at = at.parentElement) {
                if (scrolls(at) && at.matches('pre, textarea, .caregate-scroll')) {
                  return true;
                }
              }
              return false;
            };
            const name = ({tagName, id, className, textContent}) =>
                `${tagName}#${id}.${className} "${textContent.slice(0, 60)}"`;
            const places = 'html, body, main, aside, [role=dialog], [role=dialog] *';
            for (const element of document.querySelectorAll(places)) {
              if (shown(element) && element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0
                  && (scrolls(element) || element === document.documentElement) && !inScroller(element)) {
                faults.push(`scrolls sideways: ${name(element)}`);
              }
            }
            for (const element of document.body.querySelectorAll('*')) {
              if (!shown(element) || inScroller(element) || element.closest('svg, .pf-v5-c-page__sidebar')) {
                continue;
              }
              const box = element.getBoundingClientRect();
              const text = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
              if ((text || element.matches('input, select, button')) && box.width > 0
                  && (box.right > width + 1 || box.left < -1)) {
                faults.push(`outside of the window: ${name(element)}`);
              }
              if (text && getComputedStyle(element).overflowX !== 'visible'
                  && element.scrollWidth > element.clientWidth + 1 && !element.matches('select, option')) {
                faults.push(`cut off: ${name(element)}`);
              }
              if (element.matches('select')) {
                const copy = element.cloneNode(false);
                copy.append(element.selectedOptions[0].cloneNode(true));
                Object.assign(copy.style, {width: 'auto', maxWidth: 'none', position: 'absolute'});
                document.body.append(copy);
                if (copy.offsetWidth > element.offsetWidth + 1) {
                  faults.push(`choice cut off: ${name(copy)}`);
                }
                copy.remove();
              }
            }
            for (const heading of document.querySelectorAll('h1, h2, h3, h4')) {
              if (!shown(heading)) {
                continue;
              }
              const walker = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT);
              while (walker.nextNode()) {
                for (const word of walker.currentNode.data.matchAll(/[\\p{L}\\p{N}’]+/gu)) {
                  const range = document.createRange();
                  range.setStart(walker.currentNode, word.index);
                  range.setEnd(walker.currentNode, word.index + word[0].length);
                  if (new Set([...range.getClientRects()].map(line => Math.round(line.top))).size > 1) {
                    faults.push(`broken word: ${word[0]} in ${name(heading)}`);
                  }
                }
              }
            }
            return faults.join('\\n');
            """;

    private static final int DESKTOP = 1280;
    private static final int PHONE = 390;
    private static final int NARROWEST = 320;
    private static final int SHORTEST = 700;
    private static final int TALLEST = 2000;

    private final Chromium browser;
    private final String address;
    private final String language;

    private Portal(Chromium browser, String address, String language) {
        this.browser = browser;
        this.address = address;
        this.language = language;
    }

    /** Opens it and signs in. When it returns, the first page of this user is shown. */
    static Portal signIn(URI server, String realm, String language, String username, String password) {
        var portal = new Portal(Chromium.start(language), server + "/realms/" + realm + "/caregate/portal/", language);
        portal.scheme("light");
        portal.browser.open(portal.address);
        portal.browser.login(username, password);
        portal.heading();
        return portal;
    }

    /** Goes to a page of the portal by its address. */
    void open(String path) {
        browser.open(address + path);
        heading();
    }

    String url() {
        return browser.url();
    }

    String address() {
        return address;
    }

    /** Follows a link of the menu, once it is shown. */
    void menu(String text) {
        browser.waitFor(By.xpath("//nav//a[normalize-space()='" + text + "']")).click();
    }

    /** The heading. A page that is loading may replace its first one. */
    String heading() {
        return await().atMost(PATIENCE)
                .ignoreException(StaleElementReferenceException.class)
                .until(() -> browser.waitFor(By.tagName("h1")).getText(), heading -> !heading.isEmpty());
    }

    void awaitHeading(String text) {
        browser.waitFor(By.xpath("//h1[contains(normalize-space(),'" + text + "')]"));
    }

    void awaitText(String text) {
        browser.waitFor(By.xpath("//*[normalize-space()='" + text + "']"));
    }

    WebElement see(String css) {
        return browser.waitFor(By.cssSelector(css));
    }

    void press(String id) {
        see("#" + id).click();
    }

    void pressText(String text) {
        browser.waitFor(By.xpath("//button[normalize-space()='" + text + "']")).click();
    }

    /** Replaces the text in a field. */
    void type(String id, String text) {
        WebElement field = see("#" + id);
        field.sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
        field.sendKeys(text);
    }

    /** The text of an element that no longer changes. For one that does, see {@link #shows}. */
    String text(String css) {
        return see(css).getText();
    }

    /** Waits until an element contains all these texts: parts that are loaded later may not be there yet. */
    void shows(String css, String... texts) {
        await().atMost(PATIENCE)
                .ignoreException(StaleElementReferenceException.class)
                .untilAsserted(() -> assertThat(text(css)).contains(texts));
    }

    /** Searches the login errors, and waits for the answer: until then the earlier entries stay in the table. */
    void findLoginErrorsOf(String user) {
        type("filter-user", user);
        press("filter-apply");
        awaitLoginErrorsOf(user);
    }

    /** Waits until the table has only the login errors of this user. */
    void awaitLoginErrorsOf(String user) {
        browser.waitFor(By.xpath("//table[@id='entries'][not(.//td[2][not(normalize-space()='" + user + "')])]"));
    }

    boolean has(String css) {
        return !browser.driver().findElements(By.cssSelector(css)).isEmpty();
    }

    /** The error message at a field, once there is one. */
    String errorAt(String field) {
        return text("#" + field + "-help [data-code]");
    }

    Chromium browser() {
        return browser;
    }

    void reload() {
        browser.driver().navigate().refresh();
    }

    /** A file that the browser has saved. */
    String downloaded(String ending) {
        Path folder = browser.downloads();
        return await().atMost(PATIENCE).until(() -> read(folder, ending), content -> !content.isEmpty());
    }

    private static String read(Path folder, String ending) throws IOException {
        if (!Files.isDirectory(folder)) {
            return "";
        }
        try (Stream<Path> files = Files.list(folder)) {
            var found = files.filter(file -> file.toString().endsWith(ending)).findFirst();
            return found.isPresent() ? Files.readString(found.get()) : "";
        }
    }

    /** Requires that axe finds no serious or worse problem, in light and in dark. */
    void assertAccessible() {
        for (String scheme : List.of("light", "dark")) {
            scheme(scheme);
            browser.driver().executeScript(axe());
            Object findings = browser.driver()
                    .executeAsyncScript("const done = arguments[arguments.length - 1];"
                            + "axe.run(document).then(result => done(JSON.stringify(result.violations"
                            + ".filter(found => ['serious', 'critical'].includes(found.impact))"
                            + ".map(found => [found.id, found.nodes.map(node => node.html + ' ' +"
                            + " node.failureSummary)]), null, 1)));");
            assertThat(findings).as("%s %s", scheme, heading()).isEqualTo("[]");
        }
        scheme("light");
    }

    /**
     * Requires that the page fits a width of 320 px (WCAG 2.2, 1.4.10): nothing scrolls sideways but what is made to,
     * no text is cut off, and no word of a heading is broken.
     */
    void assertFits() {
        size(NARROWEST, SHORTEST);
        try {
            // What is still being laid out for the new width fits in a moment; what does not fit stays.
            await().atMost(SETTLED).untilAsserted(() -> assertThat(browser.evaluate(MISFITS))
                    .as("%s %s", language, url())
                    .isEqualTo(""));
        } finally {
            if (!System.getProperty("caregate.portal.pictures", "").isEmpty()) {
                picture(heading().replaceAll("\\W+", "-") + "-narrow", NARROWEST);
            }
            browser.driver().executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
        }
    }

    private static String axe() {
        try {
            return Files.readString(
                    Path.of(System.getProperty("caregate.portal.folder"), "node_modules/axe-core/axe.min.js"),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Takes a picture of the whole page, with secrets and tokens blurred, if
     * {@code -Dcaregate.portal.pictures=<folder>} asks for it.
     */
    void picture(String name) {
        picture(name, DESKTOP);
    }

    /** The same, as wide as a phone. */
    void pictureOfPhone(String name) {
        picture(name + "-phone", PHONE);
    }

    private void picture(String name, int width) {
        String folder = System.getProperty("caregate.portal.pictures", "");
        if (folder.isEmpty()) {
            return;
        }
        size(width, SHORTEST);
        browser.evaluate(BLUR_SECRETS);
        Object tall = browser.evaluate("const main = document.getElementById('caregate-main');"
                + " return main ? main.scrollHeight + main.getBoundingClientRect().top : 0");
        size(width, Math.max(SHORTEST, Math.min(TALLEST, ((Number) tall).intValue())));
        browser.screenshot(Path.of(folder, name + "-" + language.substring(0, 2) + ".png"));
        browser.driver().executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
    }

    private void size(int width, int height) {
        browser.driver()
                .executeCdpCommand(
                        "Emulation.setDeviceMetricsOverride",
                        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** Light or dark, without animation: nothing may move while it is measured or pictured. */
    private void scheme(String scheme) {
        browser.driver()
                .executeCdpCommand(
                        "Emulation.setEmulatedMedia",
                        Map.of(
                                "features",
                                List.of(
                                        Map.of("name", "prefers-color-scheme", "value", scheme),
                                        Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
        await().atMost(PATIENCE).until(() -> Boolean.valueOf("dark".equals(scheme))
                .equals(browser.evaluate("return document.documentElement.classList.contains('pf-v5-theme-dark')")));
        // With reduced motion a transition takes no time, but inherited colours take a frame for each level.
        await().atMost(PATIENCE)
                .until(() -> Boolean.TRUE.equals(browser.evaluate(
                        "return document.getAnimations().every(one => !(one instanceof CSSTransition))")));
    }

    @Override
    public void close() {
        List<String> errors = browser.errors();
        browser.close();
        assertThat(errors).as("console of the browser").isEmpty();
    }
}
