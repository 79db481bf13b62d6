package io.caregate.sampleapi.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.server.RestfulServer;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** HAPI FHIR's plain server at {@code /fhir}: JSON, and no state between requests. */
@Configuration(proxyBeanMethods = false)
final class FhirServer {
    @Bean
    FhirContext fhirContext() {
        return FhirContext.forR4();
    }

    @Bean
    ServletRegistrationBean<? extends RestfulServer> fhirServlet(FhirContext fhir) {
        var server = new Unnamed(fhir);
        server.registerProvider(new PatientProvider(PatientStore.embedded(fhir)));
        server.registerInterceptor(new ScopeGuard());
        server.registerInterceptor(new Statement());
        server.setDefaultResponseEncoding(EncodingEnum.JSON);
        server.setImplementationDescription("Caregate sample API: invented patients");
        server.setServerName("Caregate sample API");
        server.setServerVersion("R4");
        server.setUncompressIncomingContents(false);
        var servlet = new ServletRegistrationBean<>(server, "/fhir/*");
        servlet.setLoadOnStartup(1);
        return servlet;
    }

    /** Tells no one its version. */
    private static final class Unnamed extends RestfulServer {
        private static final long serialVersionUID = 1L;

        Unnamed(FhirContext fhir) {
            super(fhir);
        }

        @Override
        protected String createPoweredByHeader() {
            return "";
        }
    }
}
