package io.caregate.sampleapi.web;

import io.caregate.sampleapi.token.MissingDocumentException;
import io.caregate.sampleapi.token.RealmDocument;
import io.caregate.sampleapi.token.TokenSettings;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;

/**
 * {@code /fhir/.well-known/smart-configuration}: an app looks for it at the FHIR server, not at the realm (SMART App
 * Launch 2.2, "FHIR Authorization Endpoint and Capabilities Discovery using a Well-Known Uniform Resource
 * Identifiers"). The realm's document is passed on, so that only one place knows what is enforced. 404 if the realm has
 * none, 503 if it does not answer.
 */
@Configuration(proxyBeanMethods = false)
final class SmartConfiguration {
    static final String PATH = "/fhir/.well-known/smart-configuration";
    private static final Logger LOG = LoggerFactory.getLogger(SmartConfiguration.class);

    @Bean
    ServletRegistrationBean<Relay> smartConfigurationServlet(TokenSettings settings, InstantSource clock) {
        return new ServletRegistrationBean<>(new Relay(new RealmDocument(settings.smartConfiguration(), clock)), PATH);
    }

    /** Passes the realm's document on. */
    static final class Relay extends HttpServlet {
        private static final long serialVersionUID = 1L;

        private final transient RealmDocument document;

        Relay(RealmDocument document) {
            this.document = document;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentType("application/json");
            response.setCharacterEncoding(StandardCharsets.UTF_8.name());
            try {
                response.getWriter().write(document.current().text());
            } catch (MissingDocumentException none) {
                response.setStatus(404);
                response.getWriter().write("{\"error\":\"not_found\"}");
            } catch (IOException unreachable) {
                LOG.debug("The realm does not say what SMART on FHIR it offers", unreachable);
                response.setStatus(503);
                response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(RealmDocument.RETRY.toSeconds()));
                response.getWriter().write("{\"error\":\"temporarily_unavailable\"}");
            }
        }
    }
}
