import { onBeforeUnmount, onMounted, shallowRef } from 'vue';

/** The theme's colours, which a chart needs as plain rgb; they change when the viewer changes between light and dark. */
export interface Colors {
	readonly won: string;
	readonly commit: string;
	readonly bestCase: string;
	readonly pipeline: string;
	readonly quota: string;
	readonly text: string;
	readonly subdued: string;
	readonly border: string;
	readonly background: string;
	readonly hatch: string;
	/** The font, by name: a chart measures its labels by it. */
	readonly font: string;
}

const sources: Record<Exclude<keyof Colors, 'font'>, string> = {
	won: 'var(--theme--success)',
	commit: 'var(--theme--primary)',
	bestCase: 'color-mix(in srgb, var(--theme--primary) 60%, var(--theme--background))',
	pipeline: 'color-mix(in srgb, var(--theme--primary) 28%, var(--theme--background))',
	quota: 'var(--theme--foreground-accent)',
	text: 'var(--theme--foreground)',
	subdued: 'var(--theme--foreground-subdued)',
	border: 'var(--theme--border-color-subdued)',
	background: 'var(--theme--background)',
	hatch: 'color-mix(in srgb, var(--theme--background) 55%, transparent)',
};

export function useColors() {
	const colors = shallowRef<Colors | null>(null);
	const read = () => void (colors.value = readColors());
	const observer = new MutationObserver(() => requestAnimationFrame(read));
	const system = window.matchMedia('(prefers-color-scheme: dark)');

	onMounted(() => {
		read();
		// Directus marks the body, and writes the theme's variables into the head.
		observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'style'] });
		observer.observe(document.head, { childList: true, subtree: true, characterData: true });
		system.addEventListener('change', read);
	});
	onBeforeUnmount(() => {
		observer.disconnect();
		system.removeEventListener('change', read);
	});
	return colors;
}

function readColors(): Colors {
	const probe = document.createElement('span');
	document.body.append(probe);
	const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
	const colors = Object.fromEntries(Object.entries(sources).map(([name, source]) => {
		probe.style.color = source;
		return [name, plain(getComputedStyle(probe).color, canvas)];
	}));
	const font = getComputedStyle(probe).fontFamily;
	probe.remove();
	return { ...(colors as Omit<Colors, 'font'>), font };
}

/** color(srgb 0.4 0.2 1 / 0.5) -> rgba(102, 51, 255, 0.5) */
function plain(color: string, canvas: CanvasRenderingContext2D | null): string {
	if (!canvas) return color;
	canvas.clearRect(0, 0, 1, 1);
	canvas.fillStyle = color;
	canvas.fillRect(0, 0, 1, 1);
	const [red, green, blue, alpha = 255] = canvas.getImageData(0, 0, 1, 1).data;
	return `rgba(${red}, ${green}, ${blue}, ${Math.round(alpha / 2.55) / 100})`;
}
