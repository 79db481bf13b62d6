package io.caregate.check.report;

import io.caregate.check.client.Problem;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** The XML of JUnit, which build servers show as tests: a suite for each file, a failed case for each problem. */
public final class JunitReport implements Report {

    @Override
    public void write(Result result, Writer out) throws IOException {
        Map<String, List<Problem>> byFile = new LinkedHashMap<>();
        result.files().forEach(file -> byFile.put(file, new ArrayList<>()));
        result.problems().stream().filter(Problem::refused).forEach(problem -> byFile.computeIfAbsent(
                        problem.place().file(), file -> new ArrayList<>())
                .add(problem));
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(out);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("testsuites");
            xml.writeAttribute("name", "caregate-check");
            for (Map.Entry<String, List<Problem>> file : byFile.entrySet()) {
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

    private static void writeSuite(XMLStreamWriter xml, String file, List<Problem> problems) throws XMLStreamException {
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", file);
        xml.writeAttribute("tests", String.valueOf(Math.max(1, problems.size())));
        xml.writeAttribute("failures", String.valueOf(problems.size()));
        if (problems.isEmpty()) {
            xml.writeEmptyElement("testcase");
            xml.writeAttribute("classname", file);
            xml.writeAttribute("name", "rules");
        }
        for (Problem problem : problems) {
            xml.writeStartElement("testcase");
            xml.writeAttribute("classname", file);
            xml.writeAttribute(
                    "name",
                    TextReport.who(problem) + ": " + problem.finding().rule().id() + " at line "
                            + problem.place().line());
            xml.writeStartElement("failure");
            xml.writeAttribute("message", problem.finding().text());
            xml.writeCharacters(problem.place().text());
            xml.writeEndElement();
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }
}
