/** Between two ways to do the same. */
export const Or = () => (
  <div className="flex items-center gap-3 text-sm text-muted-foreground before:h-px before:grow before:bg-border after:h-px after:grow after:bg-border">
    or
  </div>
);
