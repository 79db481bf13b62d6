package io.caregate.it.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The operations of the Admin API that may change something, read from the JAX-RS classes of a distribution: verb and
 * path template, such as {@code PUT /realms/{realm}/users/{user-id}}.
 */
final class AdminOperations {
    private static final String REALM = "/realms/{realm}";
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    /** The path of each resource class that no method of another class declares as its result. */
    private static final Map<String, String> ROOTS = Map.ofEntries(
            Map.entry("org.keycloak.services.resources.admin.AdminRoot", ""),
            Map.entry(
                    "org.keycloak.authorization.admin.PolicyTypeService",
                    REALM + "/clients/{client-uuid}/authz/resource-server/policy/{type}"),
            Map.entry(
                    "org.keycloak.authorization.admin.PolicyTypeResourceService",
                    REALM + "/clients/{client-uuid}/authz/resource-server/policy/{type}/{policy-id}"),
            Map.entry("org.keycloak.services.resources.admin.UserStorageProviderResource", REALM + "/user-storage"),
            Map.entry("org.keycloak.services.resources.admin.ClearUserCacheResource", REALM + "/clear-user-cache"),
            Map.entry("org.keycloak.services.resources.admin.ClearRealmCacheResource", REALM + "/clear-realm-cache"),
            Map.entry("org.keycloak.services.resources.admin.ClearKeysCacheResource", REALM + "/clear-keys-cache"),
            Map.entry("org.keycloak.services.resources.admin.ClearCrlCacheResource", REALM + "/clear-crl-cache"),
            Map.entry(
                    "org.keycloak.services.resources.admin.TestLdapConnectionResource", REALM + "/testLDAPConnection"),
            Map.entry(
                    "org.keycloak.services.resources.admin.LdapServerCapabilitiesResource",
                    REALM + "/ldap-server-capabilities"),
            Map.entry("org.keycloak.admin.ui.rest.AdminExtResource", REALM + "/ui-ext"));

    /**
     * Methods that declare no class as their result. The resources behind them are among the roots, or have no
     * operation.
     */
    private static final Set<String> LEADING_ANYWHERE = Set.of(
            "/serverinfo",
            REALM + "/{extension}",
            REALM + "/clients/{client-uuid}/authz/resource-server/permission/{type}",
            REALM + "/clients/{client-uuid}/authz/resource-server/policy/{type}",
            REALM + "/clients/{client-uuid}/authz/resource-server/policy/{type}/provider",
            REALM + "/clients/{client-uuid}/authz/resource-server/policy/{type}/{type}");

    private final Set<String> found = new TreeSet<>();
    private final Set<String> leadingAnywhere = new TreeSet<>();

    private AdminOperations() {}

    /** All operations of the distribution in this folder. */
    static Set<String> of(Path distribution) {
        AdminOperations operations = new AdminOperations();
        try (URLClassLoader classes = new URLClassLoader(jars(distribution), ClassLoader.getPlatformClassLoader())) {
            for (Map.Entry<String, String> root : ROOTS.entrySet()) {
                operations.walk(Class.forName(root.getKey(), false, classes), root.getValue(), new ArrayDeque<>());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("the Admin API has other classes", e);
        }
        if (!LEADING_ANYWHERE.containsAll(operations.leadingAnywhere)) {
            throw new AssertionError("unknown resources behind " + operations.leadingAnywhere);
        }
        return operations.found;
    }

    /** The classes that add resources to the Admin API: the services files of the distribution. */
    static Set<String> extensions(Path distribution) {
        String file = "META-INF/services/org.keycloak.services.resources.admin.ext.AdminRealmResourceProviderFactory";
        Set<String> extensions = new TreeSet<>();
        try (URLClassLoader classes = new URLClassLoader(jars(distribution), null)) {
            for (URL services : Collections.list(classes.getResources(file))) {
                new String(services.openStream().readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> !line.isBlank() && !line.startsWith("#"))
                        .forEach(extensions::add);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return extensions;
    }

    private static URL[] jars(Path distribution) throws IOException {
        List<URL> jars = new ArrayList<>();
        for (String folder : List.of("lib/lib/main", "lib/lib/boot")) {
            try (Stream<Path> files = Files.list(distribution.resolve(folder))) {
                files.filter(file -> file.toString().endsWith(".jar")).forEach(file -> jars.add(url(file)));
            }
        }
        return jars.toArray(new URL[0]);
    }

    private static URL url(Path file) {
        try {
            return file.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void walk(Class<?> resource, String base, Deque<Class<?>> way) throws ReflectiveOperationException {
        if (resource == Object.class) {
            leadingAnywhere.add(base);
        }
        if (way.contains(resource) || resource.getName().startsWith("java.")) {
            return;
        }
        way.push(resource);
        for (Method method : resource.getMethods()) {
            Method annotated = annotated(method);
            if (annotated != null && !method.isBridge()) {
                String verb = verb(annotated);
                String path =
                        (base + "/" + path(annotated)).replaceAll("/+", "/").replaceAll("/$", "");
                if (verb == null) {
                    walk(method.getReturnType(), path, way);
                } else if (!READING.contains(verb)) {
                    found.add(verb + " " + path);
                }
            }
        }
        way.pop();
    }

    /** The declaration with the annotations: the method's own, or one that it implements. */
    private static Method annotated(Method method) throws ReflectiveOperationException {
        for (Class<?> type = method.getDeclaringClass(); type != null; type = type.getSuperclass()) {
            List<Class<?>> declaring = new ArrayList<>(List.of(type));
            declaring.addAll(Arrays.asList(type.getInterfaces()));
            for (Class<?> each : declaring) {
                for (Method same : each.getMethods()) {
                    boolean overrides = same.getName().equals(method.getName())
                            && Arrays.equals(same.getParameterTypes(), method.getParameterTypes());
                    if (overrides && (verb(same) != null || !path(same).isEmpty())) {
                        return same;
                    }
                }
            }
        }
        return null;
    }

    private static String path(AnnotatedElement element) throws ReflectiveOperationException {
        for (Annotation annotation : element.getAnnotations()) {
            if (annotation.annotationType().getName().equals("jakarta.ws.rs.Path")) {
                return (String) annotation.annotationType().getMethod("value").invoke(annotation);
            }
        }
        return "";
    }

    private static String verb(Method method) throws ReflectiveOperationException {
        for (Annotation annotation : method.getAnnotations()) {
            for (Annotation meta : annotation.annotationType().getAnnotations()) {
                if (meta.annotationType().getName().equals("jakarta.ws.rs.HttpMethod")) {
                    return (String) meta.annotationType().getMethod("value").invoke(meta);
                }
            }
        }
        return null;
    }
}
