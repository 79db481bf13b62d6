package io.caregate.check.client;

import io.caregate.check.source.Place;
import io.caregate.check.source.Value;
import io.caregate.policy.rule.ClientFacts;
import io.caregate.policy.rule.Finding;
import java.util.List;

/**
 * A client from a document, as Keycloak would store it.
 *
 * @param id its client id
 * @param written the document's own value
 * @param facts the facts that the rules need
 * @param fields the location of each written field
 * @param unknown values that are not known yet
 */
record WrittenClient(String id, Value written, ClientFacts facts, ClientFields fields, List<Unknown> unknown) {

    /** The location of a finding: the value, otherwise its field, otherwise the client. */
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

    /** The finding in the document's own terms. */
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
