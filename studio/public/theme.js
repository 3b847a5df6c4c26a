// Before anything is painted: light, dark, or as the system says.
{
  const chosen = localStorage.getItem('octavo-theme')
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen
}
