package io.caregate.check.source;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads YAML, several documents to a file. It creates no object from a tag. */
final class YamlDocument {

    /** Realms are large; the library limits aliases of aliases, which make a small file large. */
    private static final int MOST_CHARACTERS = 64 * 1024 * 1024;

    private static final String MERGE = "<<";

    private final FileText file;
    private final CharacterOffsets offsets;
    private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());

    private YamlDocument(FileText file) {
        this.file = file;
        this.offsets = new CharacterOffsets(file.bytes());
    }

    static List<Value> read(FileText file) throws CharacterCodingException, UnreadableException {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MOST_CHARACTERS);
        YamlDocument document = new YamlDocument(file);
        List<Value> documents = new ArrayList<>();
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(file.bytes()))
                    .toString();
            for (Node node : new Yaml(options).composeAll(new StringReader(text))) {
                documents.add(document.value(node));
            }
        } catch (MarkedYAMLException broken) {
            String at = Optional.ofNullable(broken.getProblemMark())
                    .map(mark -> ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1))
                    .orElse("");
            throw new UnreadableException(file.name() + at + ": it is no YAML: " + broken.getProblem());
        } catch (YAMLException broken) {
            throw new UnreadableException(file.name() + ": it is no YAML: " + broken.getMessage());
        }
        return documents;
    }

    private Value value(Node node) {
        if (!open.add(node)) {
            throw new YAMLException("an alias is part of what it stands for");
        }
        Value value = read(node);
        open.remove(node);
        return value;
    }

    private Value read(Node node) {
        if (node instanceof MappingNode mapping) {
            return new Value.Fields(file, start(node), members(mapping));
        }
        if (node instanceof SequenceNode sequence) {
            return new Value.Items(
                    file,
                    start(node),
                    sequence.getValue().stream().map(this::value).toList());
        }
        boolean isNull = node.getTag().equals(Tag.NULL);
        return new Value.Scalar(file, start(node), isNull ? null : ((ScalarNode) node).getValue());
    }

    private Map<String, Value> members(MappingNode mapping) {
        Map<String, Value> members = new LinkedHashMap<>();
        for (NodeTuple member : mapping.getValue()) {
            String name = member.getKeyNode() instanceof ScalarNode key ? key.getValue() : "";
            if (name.equals(MERGE)) {
                merged(member.getValueNode()).forEach(members::putIfAbsent);
            } else {
                members.put(name, value(member.getValueNode()));
            }
        }
        return members;
    }

    private Map<String, Value> merged(Node node) {
        Map<String, Value> merged = new LinkedHashMap<>();
        if (node instanceof MappingNode mapping) {
            merged.putAll(members(mapping));
        } else if (node instanceof SequenceNode sequence) {
            sequence.getValue().forEach(each -> merged(each).forEach(merged::putIfAbsent));
        }
        return merged;
    }

    private int start(Node node) {
        return offsets.bytes(node.getStartMark().getIndex());
    }
}
