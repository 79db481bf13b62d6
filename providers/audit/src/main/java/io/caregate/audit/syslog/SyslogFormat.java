package io.caregate.audit.syslog;

import io.caregate.audit.format.Cef;
import io.caregate.audit.format.DicomAudit;
import io.caregate.audit.format.EntryView;
import io.caregate.audit.format.Envelope;
import io.caregate.audit.format.Format;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the text of a message is, and what of the message's header depends on that. */
enum SyslogFormat {
    JSON(Format.JSON),
    FHIR(Format.FHIR),
    OCSF(Format.OCSF),
    ECS(Format.ECS),
    /** ArcSight Common Event Format. It has no escape for characters beyond ASCII, so the text is UTF-8. */
    CEF(null) {
        @Override
        String text(EntryView view) {
            return Cef.of(view);
        }
    },
    /** The DICOM audit message, with the header that IHE ITI-20 (TF-2, section 3.20.4.1.2) demands. */
    DICOM(null) {
        @Override
        String text(EntryView view) {
            return DicomAudit.of(view);
        }

        @Override
        Facility usualFacility() {
            return Facility.AUTHPRIV;
        }

        @Override
        String messageId(Envelope envelope) {
            return "IHE+RFC-3881";
        }

        /** Notice, or warning. */
        @Override
        int severity(Envelope envelope) {
            return Math.max(4, Math.min(5, envelope.severity()));
        }
    };

    private final @Nullable Format json;

    SyslogFormat(@Nullable Format json) {
        this.json = json;
    }

    /** One line without a line feed. */
    String text(EntryView view) {
        return ascii(Objects.requireNonNull(json).render(view));
    }

    /** The facility, unless the operator chooses another. */
    Facility usualFacility() {
        return Facility.AUDIT;
    }

    /** The {@code MSGID} of RFC 5424, section 6.2.7. */
    String messageId(Envelope envelope) {
        return envelope.type();
    }

    /** The severity of RFC 5424, section 6.2.1. */
    int severity(Envelope envelope) {
        return envelope.severity();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Characters beyond ASCII in a JSON text are always within its strings. */
    private static String ascii(String text) {
        StringBuilder ascii = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x7F) {
                ascii.append(c);
            } else {
                ascii.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            }
        }
        return ascii.toString();
    }

    /** The facilities of RFC 5424 that suit a log of this kind. */
    enum Facility {
        AUDIT(13),
        AUTHPRIV(10);

        private final int code;

        Facility(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }
    }
}
