package io.caregate.audit.format;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which audit message of DICOM PS3.15, section A.5.3, an entry becomes: the one table of it. A message without a type
 * of DICOM has only the entry's own type as its {@code EventTypeCode}.
 */
enum DicomMessage {
    LOGIN(Event.USER_AUTHENTICATION, Code.LOGIN),
    LOGOUT(Event.USER_AUTHENTICATION, Code.LOGOUT),
    TOKEN(Event.USER_AUTHENTICATION, null),
    USER_CHANGED(Event.SECURITY_ALERT, Code.USER_SECURITY_ATTRIBUTES_CHANGED),
    CONFIGURATION_CHANGED(Event.SECURITY_ALERT, Code.SECURITY_CONFIGURATION),
    RESTRICTED_FUNCTION(Event.SECURITY_ALERT, Code.USE_OF_RESTRICTED_FUNCTION),
    ABOUT_THE_LOG(Event.SECURITY_ALERT, null),
    LOG_USED(Event.AUDIT_LOG_USED, null),
    SERVER_STARTED(Event.APPLICATION_ACTIVITY, Code.APPLICATION_START),
    SERVER_STOPPED(Event.APPLICATION_ACTIVITY, Code.APPLICATION_STOP);

    private final Event event;
    private final @Nullable Code type;

    DicomMessage(Event event, @Nullable Code type) {
        this.event = event;
        this.type = type;
    }

    static DicomMessage of(String type) {
        return switch (Activity.of(type)) {
            case LOGIN -> LOGIN;
            case LOGOUT -> LOGOUT;
            case TOKEN -> TOKEN;
            case ACCOUNT, LOCKOUT -> USER_CHANGED;
            case CLIENT, ADMIN -> CONFIGURATION_CHANGED;
            case REQUEST -> RESTRICTED_FUNCTION;
            case READ -> LOG_USED;
            case LOG ->
                switch (type) {
                    case "CAREGATE_SERVER_START" -> SERVER_STARTED;
                    case "CAREGATE_SERVER_STOP" -> SERVER_STOPPED;
                    default -> ABOUT_THE_LOG;
                };
        };
    }

    Event event() {
        return event;
    }

    /** The {@code EventTypeCode} of DICOM's context group 401. */
    Optional<Code> type() {
        return Optional.ofNullable(type);
    }

    /** The family of messages, with the action that its section demands. */
    enum Event {
        /** Section A.5.3.1. */
        APPLICATION_ACTIVITY(Code.APPLICATION_ACTIVITY, "E"),
        /** Section A.5.3.2. */
        AUDIT_LOG_USED(Code.AUDIT_LOG_USED, "R"),
        /** Section A.5.3.11. */
        SECURITY_ALERT(Code.SECURITY_ALERT, "E"),
        /** Section A.5.3.12. */
        USER_AUTHENTICATION(Code.USER_AUTHENTICATION, "E");

        private final Code code;
        private final String action;

        Event(Code code, String action) {
            this.code = code;
            this.action = action;
        }

        /** The {@code EventID}, of DICOM's context group 400. */
        Code code() {
            return code;
        }

        /** The {@code EventActionCode}. */
        String action() {
            return action;
        }
    }

    /** Codes of DICOM's terminology. */
    enum Code {
        APPLICATION_ACTIVITY("110100", "Application Activity"),
        AUDIT_LOG_USED("110101", "Audit Log Used"),
        SECURITY_ALERT("110113", "Security Alert"),
        USER_AUTHENTICATION("110114", "User Authentication"),
        APPLICATION_START("110120", "Application Start"),
        APPLICATION_STOP("110121", "Application Stop"),
        LOGIN("110122", "Login"),
        LOGOUT("110123", "Logout"),
        SECURITY_CONFIGURATION("110129", "Security Configuration"),
        USE_OF_RESTRICTED_FUNCTION("110132", "Use of Restricted Function"),
        USER_SECURITY_ATTRIBUTES_CHANGED("110137", "User Security Attributes Changed"),
        APPLICATION("110150", "Application");

        private final String value;
        private final String meaning;

        Code(String value, String meaning) {
            this.value = value;
            this.meaning = meaning;
        }

        String value() {
            return value;
        }

        String meaning() {
            return meaning;
        }
    }
}
