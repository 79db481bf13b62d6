package io.caregate.compat;

import io.caregate.compat.ClassFacts.Reference;
import io.caregate.compat.Difference.Kind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;

/** What the code of the pack refers to: each class, method and field must be there, and as accessible as before. */
final class Linkage {

    // Zero is private to the package.
    private static final List<Integer> WIDTHS =
            List.of(Opcodes.ACC_PRIVATE, 0, Opcodes.ACC_PROTECTED, Opcodes.ACC_PUBLIC);

    private final Server base;
    private final Server other;
    private final Set<Difference> found = new TreeSet<>();

    private Linkage(Server base, Server other) {
        this.base = base;
        this.other = other;
    }

    /** The differences. The detail says which class of the pack refers to it. */
    static Set<Difference> compare(Server base, Server other) {
        Linkage linkage = new Linkage(base, other);
        base.pack().forEach(linkage::compare);
        return linkage.found;
    }

    private void compare(ClassFacts user) {
        user.parents().filter(base::ships).forEach(parent -> compareType(user, parent, true));
        for (Reference reference : user.references()) {
            if (base.ships(reference.owner())) {
                compareType(user, reference.owner(), false);
            }
            switch (reference.use()) {
                case CALL -> compareMethod(user, reference);
                case FIELD -> compareField(user, reference);
                default -> {
                    // What a lambda implements is compared with what classes do; the others are types.
                }
            }
        }
    }

    private void compareType(ClassFacts user, String type, boolean extended) {
        Optional<ClassFacts> there = other.find(type);
        if (there.isEmpty()) {
            add(Kind.CLASS_GONE, Names.type(type), user, "");
        } else if (isClosed(there.get(), base.find(type).orElseThrow(), extended)) {
            add(Kind.CLASS_CLOSED, Names.type(type), user, "");
        }
    }

    private static boolean isClosed(ClassFacts there, ClassFacts here, boolean extended) {
        boolean hidden = ClassFacts.has(here.access(), Opcodes.ACC_PUBLIC)
                && !ClassFacts.has(there.access(), Opcodes.ACC_PUBLIC);
        return hidden || (extended && ClassFacts.has(there.access(), Opcodes.ACC_FINAL));
    }

    private void compareMethod(ClassFacts user, Reference call) {
        Optional<ClassFacts> here = base.declaring(call.owner(), call.member()).filter(this::isServers);
        if (here.isEmpty() || other.find(call.owner()).isEmpty() || !other.isWhole(call.owner())) {
            return;
        }
        String subject = Names.member(here.get().name(), call.member());
        Optional<ClassFacts> there = other.declaring(call.owner(), call.member());
        if (there.isEmpty()) {
            String others = sameName(call);
            Kind kind = others.isEmpty() ? Kind.METHOD_GONE : Kind.METHOD_CHANGED;
            add(kind, subject, user, others.isEmpty() ? "" : "here it has " + others);
        } else if (isNarrowed(
                here.get().methods().get(call.member()), there.get().methods().get(call.member()))) {
            add(Kind.METHOD_CHANGED, subject, user, "static or less accessible here");
        }
    }

    private String sameName(Reference call) {
        String name = Names.bare(call.member());
        return other.lineage(call.owner()).stream()
                .flatMap(type -> type.methods().keySet().stream())
                .filter(method -> Names.bare(method).equals(name))
                .map(Names::withResult)
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private void compareField(ClassFacts user, Reference field) {
        Optional<ClassFacts> here =
                base.declaringField(field.owner(), field.member()).filter(this::isServers);
        if (here.isEmpty() || other.find(field.owner()).isEmpty()) {
            return;
        }
        Optional<ClassFacts> there = other.declaringField(field.owner(), field.member());
        if (there.isEmpty()
                || isNarrowed(
                        here.get().fields().get(field.member()),
                        there.get().fields().get(field.member()))) {
            add(Kind.FIELD_GONE, Names.member(here.get().name(), field.member()), user, "");
        }
    }

    private boolean isServers(ClassFacts type) {
        return base.ships(type.name());
    }

    private static boolean isNarrowed(@Nullable Integer here, @Nullable Integer there) {
        int was = here == null ? 0 : here;
        int is = there == null ? 0 : there;
        return rank(is) < rank(was) || ClassFacts.has(was ^ is, Opcodes.ACC_STATIC);
    }

    /** Wider access is a higher number. */
    private static int rank(int flags) {
        return WIDTHS.indexOf(flags & (Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED | Opcodes.ACC_PRIVATE));
    }

    private void add(Kind kind, String subject, ClassFacts user, String detail) {
        String by = "used by " + Names.type(user.namedClass());
        found.add(new Difference(kind, subject, detail.isEmpty() ? by : detail + "; " + by));
    }
}
