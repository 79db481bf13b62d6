package io.caregate.compat;

import io.caregate.compat.ClassFacts.Endpoint;
import io.caregate.compat.ClassFacts.Reference;
import io.caregate.compat.ClassFacts.Use;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Reads one class file into {@link ClassFacts}. */
final class ClassFileReader extends ClassVisitor {

    private static final int API = Opcodes.ASM9;
    private static final String JAX_RS = "Ljakarta/ws/rs/";
    private static final Set<String> WRITING = Set.of("POST", "PUT", "PATCH", "DELETE");

    private String name = "";
    private int access;
    private @Nullable String superName;
    private List<String> interfaces = List.of();
    private final Map<String, Integer> methods = new LinkedHashMap<>();
    private final Map<String, Integer> fields = new LinkedHashMap<>();
    private final List<String> constants = new ArrayList<>();
    private final List<Endpoint> endpoints = new ArrayList<>();
    private final Set<Reference> references = new LinkedHashSet<>();

    private ClassFileReader() {
        super(API);
    }

    /** Reads a class with what its code refers to. */
    static ClassFacts read(byte[] file) {
        ClassFileReader reader = new ClassFileReader();
        new ClassReader(file).accept(reader, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return new ClassFacts(
                reader.name,
                reader.access,
                reader.superName,
                reader.interfaces,
                reader.methods,
                reader.fields,
                reader.constants,
                reader.endpoints,
                List.copyOf(reader.references));
    }

    @Override
    public void visit(
            int version,
            int flags,
            String className,
            @Nullable String signature,
            @Nullable String parent,
            String[] implemented) {
        name = className;
        access = flags;
        superName = parent;
        interfaces = List.of(implemented);
    }

    @Override
    public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
        type("", Type.getType(descriptor));
        return null;
    }

    @Override
    public @Nullable FieldVisitor visitField(
            int flags, String field, String descriptor, @Nullable String signature, @Nullable Object value) {
        fields.put(field + ":" + descriptor, flags);
        if (ClassFacts.has(flags, Opcodes.ACC_ENUM)) {
            constants.add(field);
        }
        type("", Type.getType(descriptor));
        return null;
    }

    @Override
    public MethodVisitor visitMethod(
            int flags, String method, String descriptor, @Nullable String signature, String @Nullable [] thrown) {
        methods.put(method + descriptor, flags);
        String from = withoutLambda(method);
        type(from, Type.getMethodType(descriptor));
        for (String exception : thrown == null ? new String[0] : thrown) {
            type(from, Type.getObjectType(exception));
        }
        return new Code(from, method);
    }

    /** {@code lambda$process$3} is part of {@code process}; its number changes with every edit. */
    private static String withoutLambda(String method) {
        return method.startsWith("lambda$") ? method.replaceFirst("^lambda\\$(.*)\\$\\d+$", "$1") : method;
    }

    private void type(String from, Type type) {
        switch (type.getSort()) {
            case Type.ARRAY -> type(from, type.getElementType());
            case Type.OBJECT -> references.add(new Reference(from, Use.TYPE, type.getInternalName(), "", false));
            case Type.METHOD -> {
                type(from, type.getReturnType());
                for (Type argument : type.getArgumentTypes()) {
                    type(from, argument);
                }
            }
            default -> {
                // A primitive type.
            }
        }
    }

    /** The code and the annotations of one method. */
    private final class Code extends MethodVisitor {
        private final String from;
        private final String method;
        private @Nullable String verb;
        private String path = "";

        Code(String from, String method) {
            super(API);
            this.from = from;
            this.method = method;
        }

        @Override
        public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
            String annotation =
                    descriptor.startsWith(JAX_RS) ? descriptor.substring(JAX_RS.length(), descriptor.length() - 1) : "";
            if (WRITING.contains(annotation)) {
                verb = annotation;
            }
            if (!annotation.equals("Path")) {
                return null;
            }
            return new AnnotationVisitor(API) {
                @Override
                public void visit(String key, Object value) {
                    path = value.toString();
                }
            };
        }

        @Override
        public void visitEnd() {
            if (verb != null) {
                endpoints.add(new Endpoint(verb, path, method));
            }
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String called, String descriptor, boolean isInterface) {
            member(owner, Use.CALL, called + descriptor, opcode == Opcodes.INVOKESTATIC);
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String field, String descriptor) {
            boolean isStatic = opcode == Opcodes.GETSTATIC || opcode == Opcodes.PUTSTATIC;
            member(owner, Use.FIELD, field + ":" + descriptor, isStatic);
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
            type(from, Type.getObjectType(type));
            if (opcode == Opcodes.NEW) {
                references.add(new Reference(from, Use.NEW, type, "", false));
            }
        }

        @Override
        public void visitLdcInsn(Object value) {
            if (value instanceof Type type) {
                type(from, type);
            }
        }

        @Override
        public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
            type(from, Type.getType(descriptor));
        }

        @Override
        public void visitTryCatchBlock(Label start, Label end, Label handler, @Nullable String exception) {
            if (exception != null) {
                type(from, Type.getObjectType(exception));
            }
        }

        @Override
        public void visitInvokeDynamicInsn(String called, String descriptor, Handle bootstrap, Object... arguments) {
            Type made = Type.getReturnType(descriptor);
            type(from, Type.getMethodType(descriptor));
            if (bootstrap.getOwner().equals("java/lang/invoke/LambdaMetafactory")) {
                // The first argument is the erased type of the method that the lambda implements.
                references.add(new Reference(from, Use.LAMBDA, made.getInternalName(), called + arguments[0], false));
            }
            for (Object argument : arguments) {
                if (argument instanceof Handle handle) {
                    boolean isStatic = handle.getTag() == Opcodes.H_INVOKESTATIC;
                    member(handle.getOwner(), Use.CALL, handle.getName() + handle.getDesc(), isStatic);
                    if (handle.getTag() == Opcodes.H_NEWINVOKESPECIAL) {
                        references.add(new Reference(from, Use.NEW, handle.getOwner(), "", false));
                    }
                } else if (argument instanceof Type type) {
                    type(from, type);
                }
            }
        }

        private void member(String owner, Use use, String member, boolean isStatic) {
            if (owner.startsWith("[")) {
                type(from, Type.getType(owner));
            } else {
                references.add(new Reference(from, use, owner, member, isStatic));
            }
        }
    }
}
