import GripVertical from 'lucide-solid/icons/grip-vertical';

/** Moves a line by the pointer; Alt and an arrow key do the same in its fields. */
export function DragHandle(props: { onDrag: (on: boolean) => void }) {
  return (
    <span
      aria-hidden="true"
      title="Drag to move"
      draggable="true"
      class="hidden h-8 cursor-grab items-center text-muted sm:flex [&>svg]:size-4"
      onDragStart={(event) => {
        event.dataTransfer?.setData('text/plain', '');
        props.onDrag(true);
      }}
      onDragEnd={() => props.onDrag(false)}
    >
      <GripVertical />
    </span>
  );
}
