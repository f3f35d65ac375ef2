/** Asks for a tenant only where the chosen service does not name one itself. */
export function serviceTenant() {
  const service = document.getElementById('service');
  const tenant = document.getElementById('tenant');
  const field = document.getElementById('tenant-field');
  const none = tenant.querySelector('option[value=""]');

  const update = () => {
    const ofService = service.selectedOptions[0]?.dataset.tenant;
    field.hidden = ofService !== undefined;
    none.disabled = ofService === undefined;
    if (ofService === undefined && tenant.value === '') tenant.selectedIndex = 1;
    else if (ofService !== undefined) tenant.value = ofService;
  };
  service.addEventListener('change', update);
  update();
}
