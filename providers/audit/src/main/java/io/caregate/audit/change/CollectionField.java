package io.caregate.audit.change;

import org.jspecify.annotations.Nullable;

/** A collection of ids that grants something: the default groups of a realm, the roles in a client's scope. */
enum CollectionField {
    DEFAULT_GROUPS("REALM", "defaultGroupIds") {
        @Override
        ModelRow link(ModelRow owner, String id) {
            return ModelRow.link("GROUP", "default-groups/" + id, owner.realm(), "groups", id, Lookup.group(id), id);
        }
    },
    CLIENT_SCOPE_MAPPINGS("CLIENT", "scopeMappingIds") {
        @Override
        ModelRow link(ModelRow owner, String id) {
            return roles(owner, id);
        }
    },
    SCOPE_MAPPINGS("CLIENT_SCOPE", "scopeMappingIds") {
        @Override
        ModelRow link(ModelRow owner, String id) {
            return roles(owner, id);
        }
    };

    private final String type;
    private final String field;

    CollectionField(String type, String field) {
        this.type = type;
        this.field = field;
    }

    static @Nullable CollectionField of(ModelRow owner, String field) {
        for (CollectionField known : values()) {
            if (known.type.equals(owner.type()) && known.field.equals(field)) {
                return known;
            }
        }
        return null;
    }

    /** The link from the owner to the thing with this id. */
    abstract ModelRow link(ModelRow owner, String id);

    private static ModelRow roles(ModelRow owner, String id) {
        return ModelRow.link(
                "REALM_SCOPE_MAPPING",
                owner.path() + "/scope-mappings",
                owner.realm(),
                "roles",
                id,
                Lookup.role(id),
                owner.idents().toArray(new String[0]));
    }
}
