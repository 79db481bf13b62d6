package io.caregate.check.client;

import io.caregate.check.source.Value;

/**
 * The replacement for one value, so that a finding is gone and nothing else is different.
 *
 * @param client the client id
 * @param field the document's name for the field
 * @param value the written value
 * @param text the text to write
 * @param plan whether the document is a Terraform plan, in which a repair would be lost
 */
public record Repair(String client, String field, Value.Scalar value, String text, boolean plan) {}
