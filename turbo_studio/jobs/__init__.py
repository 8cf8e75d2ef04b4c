"""The worker thread with its one asyncio loop, the queue, and the steps of a job."""
