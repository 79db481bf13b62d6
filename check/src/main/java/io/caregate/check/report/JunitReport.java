package io.caregate.check.report;

import io.caregate.check.client.Problem;
import io.caregate.check.source.Place;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** The XML of JUnit, which build servers show as tests: a suite for each file, a failed case for each problem. */
public final class JunitReport implements Report {

    @Override
    public void write(Result result, Writer out) throws IOException {
        Map<String, List<Failure>> byFile = new LinkedHashMap<>();
        result.files().forEach(file -> byFile.put(file, new ArrayList<>()));
        failures(result)
                .forEach(failure -> byFile.computeIfAbsent(failure.place().file(), file -> new ArrayList<>())
                        .add(failure));
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(out);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("testsuites");
            xml.writeAttribute("name", "caregate-check");
            for (Map.Entry<String, List<Failure>> file : byFile.entrySet()) {
                writeSuite(xml, file.getKey(), file.getValue());
            }
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.flush();
            out.write("\n");
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }

    private record Failure(Place place, String name, String message) {}

    private static Stream<Failure> failures(Result result) {
        Stream<Failure> refused = result.problems().stream()
                .filter(Problem::refused)
                .map(problem -> new Failure(
                        problem.place(),
                        TextReport.who(problem) + ": "
                                + problem.finding().rule().id() + " at line "
                                + problem.place().line(),
                        problem.finding().text()));
        Stream<Failure> weak = result.posture().stream()
                .filter(weakness -> result.strict())
                .map(weakness -> new Failure(
                        weakness.place(),
                        weakness.finding().check().id() + " at line "
                                + weakness.place().line(),
                        TextReport.text(weakness)));
        return Stream.concat(refused, weak);
    }

    private static void writeSuite(XMLStreamWriter xml, String file, List<Failure> failures) throws XMLStreamException {
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", file);
        xml.writeAttribute("tests", String.valueOf(Math.max(1, failures.size())));
        xml.writeAttribute("failures", String.valueOf(failures.size()));
        if (failures.isEmpty()) {
            xml.writeEmptyElement("testcase");
            xml.writeAttribute("classname", file);
            xml.writeAttribute("name", "rules");
        }
        for (Failure failure : failures) {
            xml.writeStartElement("testcase");
            xml.writeAttribute("classname", file);
            xml.writeAttribute("name", failure.name());
            xml.writeStartElement("failure");
            xml.writeAttribute("message", failure.message());
            xml.writeCharacters(failure.place().text());
            xml.writeEndElement();
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }
}
