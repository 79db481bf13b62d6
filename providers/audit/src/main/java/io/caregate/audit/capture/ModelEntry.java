package io.caregate.audit.capture;

import io.caregate.audit.change.ModelChange;
import io.caregate.audit.record.EntryAppender;
import io.caregate.auditlog.entry.Entry;
import io.caregate.auditlog.entry.Entry.Field;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.workflow.WorkflowProviderEvent;

/** Makes an entry from a change of the model that no admin event reports, and from a step of a workflow. */
final class ModelEntry {
    /** The prefix of the entry's type. The operation follows it. */
    static final String TYPE_PREFIX = "MODEL_";
    /** A request to the Admin API that neither an admin event nor a row reports. */
    static final String REQUEST = "REQUEST";
    /** A step of a workflow was carried out. */
    static final String WORKFLOW_STEP = "WORKFLOW_STEP";
    /** A step of a workflow failed, and its changes were rolled back. */
    static final String WORKFLOW_STEP_ERROR = "WORKFLOW_STEP_ERROR";
    /** The error code of a step that failed. */
    static final String STEP_FAILED = "workflow_step_failed";

    static final String ORIGIN = "origin";
    static final String WORKFLOW_ID = "workflow_id";
    static final String WORKFLOW_NAME = "workflow_name";
    static final String STEP_ID = "workflow_step_id";
    static final String STEP = "workflow_step";
    static final String EXECUTION_ID = "workflow_execution_id";

    private final EntryAppender appender;
    private final InstantSource clock;

    ModelEntry(EntryAppender appender, InstantSource clock) {
        this.appender = appender;
        this.clock = clock;
    }

    Entry of(ModelChange change, Circumstances how, Actor actor) {
        Entry.Builder entry = entry(
                        TYPE_PREFIX + change.operation().name(), how.realmName(change.realmId()), how, actor)
                .with(Field.REALM_ID, how.realmId(change.realmId()))
                .detail(AdminEntry.RESOURCE_TYPE, change.resourceType())
                .detail(AdminEntry.RESOURCE_PATH, change.resourcePath());
        change.details().forEach(entry::detail);
        return entry.build();
    }

    /** The request itself: {@code ADMIN_ACTION}, with the path below the realm. */
    Entry ofRequest(Circumstances how, Actor actor) {
        String path = how.request().path();
        return entry(AdminEntry.TYPE_PREFIX + "ACTION", how.realmName(null), how, actor)
                .with(Field.REALM_ID, how.realmId(null))
                .detail(AdminEntry.RESOURCE_TYPE, REQUEST)
                .detail(AdminEntry.RESOURCE_PATH, path == null ? null : path.substring(path.indexOf("/admin/") + 1))
                .build();
    }

    Entry ofStep(
            WorkflowProviderEvent event,
            @Nullable String error,
            String stepId,
            String step,
            @Nullable String realmId,
            @Nullable String realmName) {
        return Entry.builder(
                        appender.nextId(),
                        Instant.ofEpochMilli(clock.millis()),
                        error == null ? WORKFLOW_STEP : WORKFLOW_STEP_ERROR)
                .with(Field.ERROR, error == null ? null : STEP_FAILED)
                .with(Field.REALM, realmName)
                .with(Field.REALM_ID, realmId)
                .with(Field.NODE, appender.node())
                .detail(AdminEntry.RESOURCE_TYPE, singular(String.valueOf(event.getResourceType())))
                .detail(AdminEntry.RESOURCE_PATH, path(String.valueOf(event.getResourceType()), event.getResourceId()))
                .detail(ORIGIN, Origin.WORKFLOW.toString())
                .detail(WORKFLOW_ID, event.getWorkflowId())
                .detail(WORKFLOW_NAME, event.getWorkflowName())
                .detail(STEP_ID, stepId)
                .detail(STEP, step)
                .detail(EXECUTION_ID, event.getExecutionId())
                .build();
    }

    private Entry.Builder entry(String type, @Nullable String realm, Circumstances how, Actor actor) {
        RequestFacts request = how.request();
        return Entry.builder(appender.nextId(), Instant.ofEpochMilli(clock.millis()), type)
                .with(Field.REALM, realm)
                .with(Field.CLIENT, actor.client())
                .with(Field.USER, actor.userId())
                .with(Field.IP, actor.ip())
                .with(Field.NODE, appender.node())
                .with(Field.USER_AGENT, request.userAgent())
                .with(Field.TRACE_ID, request.traceId())
                .with(Field.METHOD, request.method())
                .with(Field.PATH, request.path())
                .detail(AdminEntry.USERNAME, actor.username())
                .detail(ORIGIN, how.origin().toString());
    }

    private static String singular(String type) {
        return type.endsWith("S") ? type.substring(0, type.length() - 1) : type;
    }

    private static String path(String type, String id) {
        return type.toLowerCase(Locale.ROOT) + "/" + id;
    }
}
