import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { queryClient } from './api/query-client.ts'
import { router } from './app/router.tsx'
import { keepOffline } from './offline/register.ts'
import './styles/studio.css'

createRoot(document.getElementById('studio')!).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
)

// After the first screen is there: nothing of it waits for this.
addEventListener('load', () => void keepOffline(), { once: true })
