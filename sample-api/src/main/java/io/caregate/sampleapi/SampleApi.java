package io.caregate.sampleapi;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the API: {@code java -jar caregate-sample-api.jar --caregate.api.issuer=… --server.port=…}. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
public final class SampleApi {

    private SampleApi() {}

    /** Serves until the process is ended. */
    public static void main(String... arguments) {
        SpringApplication.run(SampleApi.class, arguments);
    }
}
