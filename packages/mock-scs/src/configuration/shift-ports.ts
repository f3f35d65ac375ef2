import type { EstateConfiguration as Configuration } from '@eservices-lb/sdk/rules';

/** The base that configurations are written for. */
export const usualPortBase = 8000;

/**
 * Moves every port of a configuration that is written for the usual base.
 * @throws RangeError naming the application whose port would leave the range of ports
 */
export function shiftPorts(configuration: Configuration, portBase: number): Configuration {
  const shifted = (application: string, port: number): number => {
    const moved = port - usualPortBase + portBase;
    if (moved >= 1 && moved <= 65_535) return moved;
    throw new RangeError(
      `--port-base ${portBase} moves port ${port} of "${application}" to ${moved}, which is no port.`,
    );
  };
  return {
    ...configuration,
    applications: configuration.applications.map((application) => ({
      ...application,
      ports: application.ports.map((port) => ({ ...port, port: shifted(application.name, port.port) })),
    })),
  };
}
