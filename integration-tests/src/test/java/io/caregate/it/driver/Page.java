package io.caregate.it.driver;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The current place of a {@link Browser}: a page of the server, or a redirect that leaves the server, which is not
 * followed.
 */
public final class Page {
    private static final Pattern FORM =
            Pattern.compile("<form\\b([^>]*)>(.*?)</form>", Pattern.DOTALL | Pattern.CASE_INSENSITIVE);
    private static final Pattern INPUT =
            Pattern.compile("<input\\b([^>]*)>", Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

    private final Browser browser;
    private final URI uri;
    private final Answer answer;
    private final List<Answer> hops;

    Page(Browser browser, URI uri, Answer answer, List<Answer> hops) {
        this.browser = browser;
        this.uri = uri;
        this.answer = answer;
        this.hops = List.copyOf(hops);
    }

    /** The address of the last request. */
    public URI uri() {
        return uri;
    }

    public int status() {
        return answer.status();
    }

    public String body() {
        return answer.body();
    }

    public Answer answer() {
        return answer;
    }

    /** Every answer up to here, including the last one. */
    public List<Answer> hops() {
        return hops;
    }

    /** True if the server redirects the browser elsewhere, such as to a client's callback. */
    public boolean hasRedirect() {
        return answer.status() / 100 == 3;
    }

    /** The address to which the server redirects the browser. */
    public URI redirect() {
        if (!hasRedirect()) {
            throw new AssertionError("No redirect from " + uri + " but " + status() + ": " + body());
        }
        return uri.resolve(answer.header("Location"));
    }

    /** The parameters of the redirect, in its query or its fragment. */
    public Map<String, String> redirectParameters() {
        var parameters = new LinkedHashMap<String, String>();
        var target = redirect();
        if (target.getRawQuery() != null) {
            parameters.putAll(Http.decode(target.getRawQuery()));
        }
        if (target.getRawFragment() != null) {
            parameters.putAll(Http.decode(target.getRawFragment()));
        }
        return parameters;
    }

    /** The authorization code in the redirect. */
    public String code() {
        String code = redirectParameters().get("code");
        if (code == null) {
            throw new AssertionError("No code in " + redirect());
        }
        return code;
    }

    /** The address of the first link that contains this text. */
    public String link(String part) {
        Matcher link = Pattern.compile("href\\s*=\\s*\"([^\"]*" + Pattern.quote(part) + "[^\"]*)\"")
                .matcher(body());
        if (!link.find()) {
            throw new AssertionError("No link with " + part + " in " + body());
        }
        return link.group(1).replace("&amp;", "&");
    }

    /** Fills in and sends the login form. */
    public Page login(String username, String password) {
        return submit(Map.of("username", username, "password", password));
    }

    /** Sends the first form with method POST: its hidden fields, and these. */
    public Page submit(Map<String, String> fields) {
        var all = formFields();
        all.putAll(fields);
        return browser.post(formAction(), all);
    }

    /**
     * The address to which the first form with method POST would be sent. With {@code form_post}, that is the client's
     * callback.
     */
    public URI formAction() {
        return uri.resolve(attribute(form().group(1), "action"));
    }

    /** The hidden fields of the first form with method POST. */
    public Map<String, String> formFields() {
        return hiddenFields(form().group(2));
    }

    private MatchResult form() {
        return FORM.matcher(body())
                .results()
                .filter(form -> attribute(form.group(1), "method").equalsIgnoreCase("post"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No form on " + uri + ", " + status() + ": " + body()));
    }

    private static Map<String, String> hiddenFields(String form) {
        var fields = new LinkedHashMap<String, String>();
        var inputs = INPUT.matcher(form);
        while (inputs.find()) {
            if (attribute(inputs.group(1), "type").equalsIgnoreCase("hidden")) {
                fields.put(attribute(inputs.group(1), "name"), attribute(inputs.group(1), "value"));
            }
        }
        return fields;
    }

    private static String attribute(String attributes, String name) {
        Matcher matcher = Pattern.compile("(?:^|\\s)" + name + "\\s*=\\s*\"([^\"]*)\"", Pattern.CASE_INSENSITIVE)
                .matcher(attributes);
        return matcher.find() ? unescape(matcher.group(1)) : "";
    }

    private static String unescape(String html) {
        return html.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&#x2f;", "/")
                .replace("&amp;", "&");
    }

    @Override
    public String toString() {
        return status() + " " + uri + (hasRedirect() ? " -> " + redirect() : "");
    }
}
