package io.caregate.check.client;

import io.caregate.check.source.Place;
import io.caregate.check.source.Value;
import io.caregate.policy.rule.ClientFacts;
import io.caregate.policy.rule.Finding;
import java.util.List;

/**
 * A client as somebody wrote it, as Keycloak would store it.
 *
 * @param id its client id
 * @param written the document's own value
 * @param facts what the rules ask for
 * @param fields where each field stands that was written
 * @param unknown values that nobody knows yet
 */
record WrittenClient(String id, Value written, ClientFacts facts, ClientFields fields, List<Unknown> unknown) {

    /** Where that stands which a finding is about: the value, else its field, else the client. */
    Place placeOf(Finding finding) {
        Value field = fields.get(finding.field());
        if (field == null) {
            return written.place();
        }
        return field.items()
                .filter(item -> item.text().filter(finding.value()::equals).isPresent())
                .findFirst()
                .orElse(field)
                .place();
    }

    /** The finding in the words of the document. */
    Finding inItsWords(Finding finding) {
        return new Finding(
                finding.rule(),
                fields.name(finding.field()),
                finding.value(),
                finding.code(),
                finding.problem(),
                finding.advice());
    }
}
