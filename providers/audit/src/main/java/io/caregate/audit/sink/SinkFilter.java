package io.caregate.audit.sink;

import io.caregate.audit.format.EntryView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.OperationType;

/**
 * Which entries a sink gets, as the operator's options say; an option that is not set leaves nothing out. It is decided
 * by the sealed content, not by the columns of the table, which are only copies.
 *
 * <p>Entries without a realm, which are about the server or the log itself, pass every list of realms. Checkpoints pass
 * every filter, since they contain nothing of an entry. What was erased, or cannot be read, is judged by its realm
 * alone. So is what is not as it was sealed, by the realm in its payload and the one in its column: otherwise a changed
 * row could hide itself. Entries that report damage or a dead letter pass every list of types and errors.
 *
 * @param realms names or ids; empty for all
 * @param types event types; empty for all
 * @param errors error codes; empty for all, and for entries without one
 * @param changes whether changes of who may do what pass: {@code ADMIN_…}, {@code MODEL_…} and {@code WORKFLOW_…}
 */
public record SinkFilter(Set<String> realms, Set<String> types, Set<String> errors, boolean changes) {
    static final String REALMS = "realms";
    static final String TYPES = "types";
    static final String ERRORS = "errors";
    static final String CHANGES = "changes";
    static final List<String> NAMES = List.of(REALMS, TYPES, ERRORS, CHANGES);

    /** Leaves nothing out. */
    public static final SinkFilter ALL = new SinkFilter(Set.of(), Set.of(), Set.of(), true);

    /** What the log says about its own faults. */
    private static final Set<String> FAULTS = Set.of("CAREGATE_AUDIT_DAMAGED", "CAREGATE_AUDIT_DEAD_LETTER");

    private static final Pattern CHANGE = Pattern.compile("(ADMIN|MODEL|WORKFLOW)_.*");
    private static final Pattern OWN = Pattern.compile("CAREGATE_[A-Z_]+|WORKFLOW_STEP(_ERROR)?");
    private static final Pattern CODE = Pattern.compile("[a-z0-9_.-]{1,255}");
    private static final Set<String> KEYCLOAKS = Stream.of(
                    Arrays.stream(EventType.values()).map(Enum::name),
                    Arrays.stream(OperationType.values()).map(type -> "ADMIN_" + type),
                    Stream.of("MODEL_CREATE", "MODEL_UPDATE", "MODEL_DELETE"))
            .flatMap(names -> names)
            .collect(Collectors.toUnmodifiableSet());

    public SinkFilter {
        realms = Set.copyOf(realms);
        types = Set.copyOf(types);
        errors = Set.copyOf(errors);
    }

    /** Whether an entry can have this type. */
    static boolean isType(String type) {
        return KEYCLOAKS.contains(type) || OWN.matcher(type).matches();
    }

    /** Whether an entry can have this error code. */
    static boolean isError(String code) {
        return CODE.matcher(code).matches();
    }

    /** Whether the sink gets this item. */
    public boolean takes(Item item) {
        return !(item instanceof Item.OfEntry entry) || equals(ALL) || takes(entry);
    }

    private boolean takes(Item.OfEntry item) {
        EntryView view = EntryView.of(item.entry());
        String realm = view.text("realmId").orElse(item.entry().realmId());
        boolean ofRealm = realms.isEmpty()
                || realm.isEmpty()
                || realms.contains(realm)
                || view.text("realm").filter(realms::contains).isPresent()
                || (!item.intact() && realms.contains(item.columnRealm()));
        return ofRealm && (!item.intact() || !view.hasContent() || takesContent(view.type(), view.error()));
    }

    private boolean takesContent(String type, String error) {
        boolean fault = FAULTS.contains(type);
        return (types.isEmpty() || fault || types.contains(type))
                && (errors.isEmpty() || fault || errors.contains(error))
                && (changes || !CHANGE.matcher(type).matches());
    }

    /** As an operator would write it, for the server's log; empty if nothing is left out. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        add(parts, REALMS, realms);
        add(parts, TYPES, types);
        add(parts, ERRORS, errors);
        if (!changes) {
            parts.add(CHANGES + "=false");
        }
        return String.join(" ", parts);
    }

    private static void add(List<String> parts, String name, Set<String> values) {
        if (!values.isEmpty()) {
            parts.add(name + "=" + values.stream().sorted().collect(Collectors.joining(",")));
        }
    }
}
