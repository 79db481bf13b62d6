package io.caregate.check.client;

import io.caregate.check.source.Place;
import io.caregate.check.source.Value;
import io.caregate.policy.rule.ClientFacts;
import io.caregate.policy.rule.Finding;
import java.util.List;
import java.util.Map;

/**
 * A client as somebody wrote it, as Keycloak would store it.
 *
 * @param id its client id
 * @param place where it begins
 * @param facts what the rules ask for
 * @param fields where each field stands that was written, by its name in the Admin API
 * @param names how the document calls fields, by their names in the Admin API, where it calls them differently
 * @param refused what is wrong with it apart from what is stored
 * @param unknown values that nobody knows yet
 */
record WrittenClient(
        String id,
        Place place,
        ClientFacts facts,
        Map<String, Value> fields,
        Map<String, String> names,
        List<Finding> refused,
        List<Unknown> unknown) {

    /** Where that stands which a finding is about: the value, else its field, else the client. */
    Place placeOf(Finding finding) {
        Value field = fields.get(finding.field());
        if (field == null) {
            return place;
        }
        return field.items()
                .filter(item -> item.text().filter(finding.value()::equals).isPresent())
                .findFirst()
                .orElse(field)
                .place();
    }

    /** The finding in the words of the document. */
    Finding inItsWords(Finding finding) {
        String name = names.get(finding.field());
        return name == null
                ? finding
                : new Finding(
                        finding.rule(), name, finding.value(), finding.code(), finding.problem(), finding.advice());
    }
}
