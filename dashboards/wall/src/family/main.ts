import { mount } from 'svelte';
import FamilyApp from './FamilyApp.svelte';
import '../tokens.css';
import '../base.css';
import './family.css';

mount(FamilyApp, { target: document.getElementById('app')! });
