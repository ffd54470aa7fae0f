"""The screens, a screen a file. They get a `Session` handed in and never see the store."""
